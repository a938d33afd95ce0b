// What the two forms of an envelope have in common: how an event finds its id, time, page, viewport and element.

import type { WireView } from '../../contract/wire.ts';
import type { JournalEvent, JournalPage } from '../../journal/record.ts';
import type { Raw } from './finding.ts';
import type { TypedShape } from './types/all.ts';

export type Form = {
  shapes: ReadonlyMap<string, TypedShape>;
  /** Filled while events are read. */
  pages: JournalPage[];
  views: WireView[];
  /** Sets id ('' when it has to be derived), ts, p, w, e and sid of the event; refusals go to the finding. */
  place: (raw: Raw, event: JournalEvent) => void;
  /** Called once the event's fields are read. */
  settle: (event: JournalEvent) => void;
};
