// What the stores keep of custom events, one row each. The methods are in port.ts.

import type { Props } from '../contract/wire.ts';

/** A custom event. Every field can be recomputed from its event; session facts are read from its session. */
export type CustomRow = {
  projectNo: number;
  session: number;
  eventId: string;
  tsMs: number;
  part: number;
  page: number | null;
  name: string;
  category: string;
  value: number | null;
  source: string | null;
  /** The user that the event itself named; the session's user is on the session. */
  userId: string | null;
  isBot: boolean;
  props: Props | null;
};
