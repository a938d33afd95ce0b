// The port of the events file's one writer, and the rows that it stores. Rules for engines: port.ts.

import type { ElementDescriptor, PageBox } from '../contract/element.ts';
import type { Device, EventType } from '../contract/event-types.ts';
import type { Layout } from '../contract/layouts.ts';
import type { Json, Props } from '../contract/wire.ts';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from './port-counts.ts';
import type { CustomRow } from './port-customs.ts';
import type { StoredJournalEntry } from './port-journal.ts';
import type { KindRows, ScrollFact, ViewGroup, ViewRow } from './port-kinds.ts';
import type { GonePart, MergedPart, MovedEvent, SeenVisitor } from './port-sessions.ts';

/** Identity of a client session; `session` is a 52-bit hash of the client's id within its project. */
export type SessionKey = { projectNo: number; session: number };
export type EventKey = SessionKey & { eventId: string };

/**
 * A session as stored, one row for each part that an idle gap cut it into.
 * Every counter equals a count over the events of (projectNo, session, part): see recomputeSession() in apply/.
 */
export type SessionRow = SessionKey & {
  part: number;
  clientId: string;
  visitor: string;
  userId: string | null;
  traits: Props | null;
  startedAtMs: number;
  endedAtMs: number;
  events: number;
  pageviews: number;
  clicks: number;
  /** Samples of all moves, not rows. */
  moves: number;
  scrolls: number;
  inputs: number;
  customs: number;
  errors: number;
  rage: number;
  dead: number;
  /** Clicks after which a script failed, and pages left again within seconds by going back. */
  errorClicks: number;
  quickBacks: number;
  maxScrollPct: number | null;
  /** Page of the earliest and latest pageview, with their times (ties: see contract/event-order.ts). */
  entryPage: number | null;
  entryAtMs: number | null;
  exitPage: number | null;
  exitAtMs: number | null;
  /** Taken from the earliest pageview. */
  referrer: string | null;
  source: string | null;
  medium: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmTerm: string | null;
  utmContent: string | null;
  device: Device | null;
  browser: string | null;
  browserVersion: string | null;
  os: string | null;
  userAgent: string | null;
  platform: string | null;
  language: string | null;
  country: string | null;
  screenW: number | null;
  screenH: number | null;
  appName: string | null;
  appVersion: string | null;
  appEnv: string | null;
  sdk: string | null;
  rate: number;
  moveRate: number;
  isBot: boolean;
};

/** What the applier keeps beside a session row, so that whatever comes late finds its place. */
export type AppliedSession = SessionRow & {
  /** Traits told newest, of whoever: they are the session's while `traitsUserId` is its user. */
  traits: Props | null;
  traitsUserId: string | null;
  traitsAtMs: number | null;
  /** When its user was named. */
  userAtMs: number | null;
  /** Time of the earliest event of a browser, which described the machine; null while only servers told of it. */
  toldAtMs: number | null;
  /** The events its entry and exit stand for. */
  entryId: string | null;
  exitId: string | null;
};

/** One event as stored. `fields` keeps everything its type carries, so nothing sent is lost. */
export type EventRow = EventKey & {
  part: number;
  type: EventType;
  /** Corrected and clamped time. */
  tsMs: number;
  receivedAtMs: number;
  /** The client's exact clock offset (server minus client) in ms, 0 when unknown. */
  skewMs: number;
  /** Bit set, see EVENT_FLAGS. */
  flags: number;
  page: number | null;
  viewW: number | null;
  viewH: number | null;
  dpr: number | null;
  element: number | null;
  keyId: string;
  fields: { [key: string]: Json };
};
export const EVENT_FLAGS = {
  clamped: 1,
  clockCorrected: 2,
  textCut: 4,
  bot: 8,
  server: 16,
  /** Came in by an import: when it was received says nothing of when it happened. */
  imported: 32,
} as const;

/** One click, clustered by page, for filtered heatmaps and the edges of a range. Derived from its event. */
export type ClickRow = EventKey & {
  page: number;
  tsMs: number;
  part: number;
  device: Device | null;
  element: number | null;
  /** Bin inside the element's box (element.ts), null without an element or offset. */
  bin: number | null;
  /** Cell of the page grid (element.ts), null without coordinates inside a document (else viewport) of known width. */
  cell: number | null;
  viewW: number | null;
  viewH: number | null;
  docW: number | null;
  docH: number | null;
  /** Bit set of CLICK_KIND_CODES: 1 << code, for rage, dead and error; and CLICK_BOT_BIT. */
  kinds: number;
};
/** Set in `kinds` of a bot's click: such clicks stand in `clicks` but in no bin. */
export const CLICK_BOT_BIT = 16;
/**
 * Where a click stands in `element_bins`: its offset bin (0 or more), or without an offset a negative number that
 * keeps its grid cell, -2 - cell; -1 when it has neither. Together with `element ?? 0` every click stands there once.
 */
export function elementBinOf(click: { bin: number | null; cell: number | null }): number {
  return click.bin ?? (click.cell === null ? -1 : -2 - click.cell);
}

/** Page id = 52-bit hash of host and path; element id = 52-bit hash of the stable parts of its descriptor. */
export type PageInfo = {
  projectNo: number;
  page: number;
  host: string;
  path: string;
  title: string | null;
  seenAtMs: number;
};
export type ElementInfo = {
  projectNo: number;
  element: number;
  descriptor: ElementDescriptor;
  seenAtMs: number;
};
export type BoxInfo = {
  projectNo: number;
  page: number;
  /** By the width of the window that it was seen in, whatever machine that was on. */
  layout: Layout;
  element: number;
  box: PageBox;
  docW: number;
  docH: number;
  isSection: boolean;
  seenAtMs: number;
};

/** Everything that one slice of the journal turns into. Increments are added, rows are replaced, infos are upserted. */
export type AppliedSlice = {
  journalId: string;
  /** Journal position after this slice. */
  toSeq: number;
  /** New events only: the caller has removed what known() reported. A repeated key is still ignored by the engine. */
  events: EventRow[];
  clicks: ClickRow[];
  /** Complete new state of every session part that changed. */
  sessions: AppliedSession[];
  /** Done before anything else of the slice, whose rows bear the new numbers already. */
  merged?: MergedPart[];
  /** Likewise: stored events that are of other parts now, and parts that none is left of. */
  moved?: MovedEvent[];
  gone?: GonePart[];
  /** Visitors are known since the least of these and what is stored; without it, since their sessions began. */
  visitors?: SeenVisitor[];
  pages: PageInfo[];
  elements: ElementInfo[];
  boxes: BoxInfo[];
  /** Counts by quarter-hour (`slot` = floor(tsMs / 900000)), page and device; bots are not in it. */
  pageSlots: PageSlotIncrement[];
  /**
   * Counts by UTC day, for heatmaps; bots are not in it. Each click on a page counts once in either list for each of
   * its kinds, so that sums are totals: element bins as elementBinOf() says, grid bins by cell, -1 without one.
   */
  elementBins: BinIncrement[];
  gridBins: BinIncrement[];
  /** By viewport, of those that have one. */
  viewBins?: ViewBinIncrement[];
  /** For maps of moves, scrolling and attention. */
  kinds?: KindRows;
  /** The custom events among `events`. */
  customs?: CustomRow[];
  /** Batches that could not be turned into rows (a fault of ours); kept whole so that nothing accepted is lost. */
  setAside?: SetAsideBatch[];
};
export type SetAsideBatch = StoredJournalEntry & { reason: string };

/** Owned by the applier's worker, the only writer of the events file. */
export interface ApplyStore {
  /** Last applied journal position of that journal, 0 when none. Throws `conflict` when another journal was applied before and is not empty. */
  position(journalId: string): Promise<number>;
  /** For each session whether any part of it is stored, in the same order. */
  isStored(keys: readonly SessionKey[]): Promise<boolean[]>;
  /** All parts of the given sessions, any order. */
  sessions(keys: readonly SessionKey[]): Promise<AppliedSession[]>;
  /**
   * For each key whether that event is stored already, in the same order. `sinceMs` tells for each a time that no stored
   * part of its session began before: an engine need not look among older events.
   */
  known(keys: readonly EventKey[], sinceMs?: readonly number[]): Promise<boolean[]>;
  /** All stored events of those parts of a session, any order. */
  events(key: SessionKey, parts: readonly number[]): Promise<EventRow[]>;
  /** Stored views of each group in order of time, beginning with the last one that is not later than `fromMs`. */
  views(groups: readonly (ViewGroup & { fromMs: number })[]): Promise<ViewRow[][]>;
  /** All stored scroll events of a group, any order. */
  scrolls(group: ViewGroup): Promise<ScrollFact[]>;
  /** One transaction: all rows, increments and the position. */
  commit(slice: AppliedSlice): Promise<void>;
  /**
   * Deletes up to `rows` rows of the project, wherever they are, and overwrites them; one transaction. Resolves with
   * how many went; fewer than `rows` means that none is left.
   */
  removeProject(projectNo: number, rows: number): Promise<number>;
  /** Gives up to `pages` free pages back to the disk; resolves with how many are still free. With the last it forgets traces of what was deleted, as far as that is quickly done. */
  releaseSpace(pages: number): Promise<number>;
  /** Packs the next sessions that began before the UTC day `beforeDay`, for reports that read many; false when all are packed. Changes no answer. */
  packSessions(beforeDay: number): Promise<boolean>;
  /** Packs the day bins of clicks of the next page, kind, device and day before `beforeDay`, within `groups` of them; false at the end, then it begins anew. Changes no sum. */
  packBins(beforeDay: number, groups: number): Promise<boolean>;
  /** The same of clicks, up to LIMITS.packClicks of the next page and day before `beforeDay`. Changes no answer. */
  packClicks(beforeDay: number, groups: number): Promise<boolean>;
  /** The same of the events of session parts that ended before that day, looking at up to `sessions` of them at once. */
  packEvents(beforeDay: number, sessions: number): Promise<boolean>;
  /** Moves the write-ahead log back into the file; cheap when there is nothing to do. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
