// What GET …/live sends while it is open, over server-sent events and WebSocket alike. Instants are UTC milliseconds.

import type { ElementDescriptor } from './element.ts';
import type { Device, EventType } from './event-types.ts';

export const LIVE_FLAGS = ['rage', 'dead', 'error'] as const;
export type LiveFlag = (typeof LIVE_FLAGS)[number];

/** One event as it was applied. Bots' events are not sent. */
export type LiveEvent = {
  /** Grows within a project; the newest one seen is what `Last-Event-ID` or `after` takes to go on. */
  id: string;
  eventId: string;
  type: EventType;
  tsMs: number;
  /** Opaque, as in GET …/sessions/:sid. */
  session: string;
  visitor: string;
  userId: string | null;
  /** Opaque page id, as in PageRow; null for events without a page. */
  page: string | null;
  host: string | null;
  path: string | null;
  title: string | null;
  /** Clicks: opaque element id, its readable name, and its offset bin (OFFSET_BINS). */
  element: string | null;
  label: string | null;
  bin: number | null;
  /** Clicks: place on the page, x as a share of its width 0…1 and y in px. */
  point: [x: number, y: number] | null;
  /** Clicks: which verdicts it carries. */
  flags: LiveFlag[];
  /** Custom events: name. */
  name: string | null;
  device: Device | null;
  browser: string | null;
  os: string | null;
  country: string | null;
  source: string | null;
};

/** People who are on the project's pages now: seen within LIMITS.liveVisitorMs and not gone. Told about once a second. */
export type LiveState = {
  atMs: number;
  visitors: number;
  sessions: number;
  /** Visitors seen within LIMITS.liveVisitorMs, with those who have gone since. */
  recentVisitors: number;
  /** Most visitors first, at most LIMITS.livePages. */
  pages: { page: string; path: string; visitors: number }[];
  /** Events applied in each of the last LIMITS.liveSeconds whole seconds, oldest first. */
  perSecond: number[];
};

/** Kinds that come all the time and say little by themselves: no line of a feed, and not among what `recent` begins with. */
export const LIVE_QUIET: ReadonlySet<EventType> = new Set([
  ...(['move', 'scroll', 'keyboard', 'vital', 'visibility'] as const),
]);

/** What a message is: `events` in order of their ids; `gap` says that events before the next ones were missed. */
export const LIVE_MESSAGES = ['state', 'events', 'gap', 'end'] as const;
export type LiveMessageType = (typeof LIVE_MESSAGES)[number];

/** Why a connection was ended by heat, and the WebSocket close code that says so. */
export const LIVE_ENDS = {
  /** heat stops or restarts: connect again. */
  stopping: 1001,
  /** The credential was revoked, signed out or has expired, or may not read the project any more. */
  access_ended: 4401,
  /** The reader did not keep up. */
  slow_reader: 4408,
} as const;
export type LiveEnd = keyof typeof LIVE_ENDS;

/** What live events can be filtered by, beside the ops `is`, `is_not`, `contains`, `glob`. */
export const LIVE_DIMENSIONS = [
  'type',
  'page',
  'event',
  'device',
  'browser',
  'os',
  'country',
  'source',
  'visitor',
  'user',
] as const;
export type LiveDimension = (typeof LIVE_DIMENSIONS)[number];

/** Answer of POST …/live/tickets: opens one connection within LIMITS.liveTicketMs where no header can be sent. */
export type LiveTicket = { ticket: string; expiresAtMs: number };

/** The same event as it leaves the applier's thread, before its ids and names are written for readers. */
export type LiveFact = Omit<LiveEvent, 'session' | 'page' | 'element' | 'label'> & {
  session: number;
  part: number;
  page: number | null;
  element: number | null;
  descriptor: ElementDescriptor | null;
};
/** Facts of one project from one committed slice, in order of their times. */
export type LiveSlice = { projectNo: number; facts: LiveFact[] };
