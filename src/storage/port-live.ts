// What a live view begins with. The methods are in port.ts.

import type { LiveFact } from '../contract/live.ts';

/** Sessions with an event since then; bots are left out. */
export type ActiveQuery = { projectNo: number; sinceMs: number; limit: number };
export type ActiveSession = {
  session: number;
  part: number;
  visitor: string;
  /** The page it is on, as far as its pageviews tell. */
  page: number | null;
  path: string | null;
  lastAtMs: number;
  /** Left its page, and nothing but a page's last words came with it or after. */
  hasLeft: boolean;
};

/** What happened lately in sessions that began at `startedSinceMs` or later; bots and imports are left out. Instants are UTC ms. */
export type RecentActivityQuery = {
  projectNo: number;
  startedSinceMs: number;
  /** Events since then, at most so many of the newest; those of LIVE_QUIET are left out. */
  sinceMs: number;
  limit: number;
  /** Seconds since then are counted, with events of all kinds. */
  countedSinceMs: number;
};
export type RecentActivity = {
  /** Oldest first. Clicks of days that are packed come without `bin` and `point`. */
  facts: Omit<LiveFact, 'id'>[];
  /** Beginning of a second in which events came in, and how many; ascending, without empty ones. */
  perSecond: [startMs: number, events: number][];
};
