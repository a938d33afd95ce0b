// What the applier's store does to take sessions out again: of a person who is forgotten, or of what was kept long
// enough. Rules for engines: port.ts.

import type { RemovedCounts, SubjectKind } from '../contract/personal-data.ts';
import type { AppliedSession, ClickRow, EventRow, SessionKey } from './port-apply.ts';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from './port-counts.ts';
import type {
  RestBinIncrement,
  RestRow,
  ScrollBinIncrement,
  SectionBinIncrement,
  ViewRow,
} from './port-kinds.ts';
import type { Filter } from './port-scope.ts';

/** `id` is random. Of `subject` only `mark`, its hash, is stored with the events; what began up to `untilMs` goes. */
export type ForgetOrder =
  | { projectNo: number; id: string; kind: SubjectKind; subject: string; mark: string; untilMs: number }
  | PurgeOrder
  | RestOrder
  | AgeOrder;
/** What an order noted and did not take out, once the catalog knows it no more as under way: see begunForgettings(). */
export type RestOrder = { projectNo: number; id: string; kind: 'rest' };
/** Sessions that began from `fromMs` until before `toMs`, and not after `untilMs`, and pass the filters. */
export type PurgeOrder = {
  projectNo: number;
  id: string;
  kind: 'purge';
  fromMs: number;
  toMs: number;
  filters: readonly Filter[];
  includeBots: boolean;
  untilMs: number;
};
/** Sessions that ended before; of one that is `isBegun` no more go than went, see begunOldDays(). */
export type AgeOrder = { projectNo: number; id: string; kind: 'age'; beforeMs: number; isBegun?: true };
/**
 * Late events of that mark, up to `untilMs`, are dropped: see apply/forgotten.ts. `session` and `purged` are numbers of
 * client sessions: of people, and of those that purges removed.
 */
export type ForgottenMark = {
  projectNo: number;
  kind: SubjectKind | 'session' | 'purged';
  mark: string;
  untilMs: number;
};
/** A session of which something goes: whole parts, or of parts the custom events that name the user. */
export type MarkedSession = SessionKey & { parts: number[]; namedIn: number[] };
/** Everything stored of one client session. */
export type SessionRows = {
  parts: AppliedSession[];
  events: EventRow[];
  clicks: ClickRow[];
  views: ViewRow[];
  rests: RestRow[];
};
/** What goes of a session, and what that changes. */
export type TakenOut = {
  key: SessionKey;
  /** Go with the rows that were derived from them. */
  events: readonly Pick<EventRow, 'eventId' | 'tsMs' | 'page' | 'type' | 'part'>[];
  /** The session's parts as they were. */
  partsBefore: readonly AppliedSession[];
  goneParts: readonly number[];
  changedParts: readonly AppliedSession[];
  goneViews: readonly ViewRow[];
  changedViews: readonly ViewRow[];
  /** To be taken off what is counted there. */
  pageSlots: readonly PageSlotIncrement[];
  elementBins: readonly BinIncrement[];
  gridBins: readonly BinIncrement[];
  viewBins: readonly ViewBinIncrement[];
  restBins: readonly RestBinIncrement[];
  /** Signed, as a slice brings them. */
  scrollBins: readonly ScrollBinIncrement[];
  sectionBins: readonly SectionBinIncrement[];
  /** Named by what goes. */
  pages: readonly number[];
  elements: readonly number[];
  visitors: readonly string[];
};
/** What sums of days are to say, as a slice would bring it. */
export type DaySums = Pick<
  TakenOut,
  'pageSlots' | 'elementBins' | 'gridBins' | 'viewBins' | 'restBins' | 'scrollBins' | 'sectionBins'
>;
export type ForgottenSession = { session: number; fromMs: number; toMs: number };
export type ForgetResult = { removed: RemovedCounts; sessions: ForgottenSession[] };

/**
 * Takes out whole UTC days: sessions first, then the events of theirs that are packed, then every sum of these days is made
 * what it is without them. In between sums are too high, and nothing else is wrong. Whatever came to its end is right when
 * it is begun again, so that a kill at any moment costs nothing; what comes late meanwhile counts, or goes the next time.
 */
export interface OldDaysStore {
  /**
   * Orders that take whole days and were not closed, up to the end of the last day that anything went of. What else they
   * would have taken stays: it was the settings' word, and the clock's, that may be others by now.
   */
  begunOldDays(): Promise<AgeOrder[]>;
  /**
   * Notes that days go, so that begunOldDays() tells of it until the order is closed. Resolves with the UTC midnight before
   * which they lie, the last that is not later than `beforeMs`, or null when there is nothing to do.
   */
  beginOldDays(order: AgeOrder): Promise<number | null>;
  /**
   * Removes the next sessions, at most `most`, all of whose parts ended before that midnight, with their views, custom events' rows and such
   * events as are not packed. Resolves with how many parts went, 0 when there are none left.
   */
  removeOldSessions(order: AgeOrder, most: number): Promise<number>;
  /**
   * Removes the next packed block of events whose sessions went, what stays of it are rows again; or takes a step towards it.
   * False when none is left.
   */
  removeOldBlock(order: AgeOrder): Promise<boolean>;
  /** Of sessions that stay and began in these days the next after `afterSession`, or the first; none at the end. */
  stayingInOldDays(order: AgeOrder, afterSession: number | null): Promise<SessionRows[]>;
  /**
   * The next piece of these days as it is with the sessions that stay alone: `sums` is what they add up to there, and what
   * stayingInOldDays() told last is what stays of the rows. `stale` when something came late since: to be asked and summed
   * again.
   */
  settleOldDays(order: AgeOrder, sums: DaySums): Promise<'more' | 'stale' | 'done'>;
}

/** Beside ApplyStore, of the same one writer. */
export interface ForgettingStore extends OldDaysStore {
  /** Puts what `change` makes of a person's mark into its place; null leaves it. One transaction; resolves with how many. */
  changeMarks(change: (mark: string) => string | null): Promise<number>;
  /** All marks; those older than `sinceMs` are dropped on the way. */
  forgotten(sinceMs: number): Promise<ForgottenMark[]>;
  /**
   * Finds what the order is about and notes it, with the marks that keep late events out; for `age` at most
   * LIMITS.forgetMarked parts at once, for `purge` among the next LIMITS.purgeScanned sessions. Set-aside batches of the
   * person go at once. One transaction; may be repeated. Resolves with the marks it made, how many parts it found now, and
   * whether it is to be asked again before anything goes.
   */
  markForgetting(order: ForgetOrder): Promise<{ marks: ForgottenMark[]; found: number; goesOn: boolean }>;
  /**
   * The next sessions of which something is to go, so many as make a short step; none when nothing is left. Those that are
   * not taken out come again.
   */
  nextMarked(order: ForgetOrder): Promise<MarkedSession[]>;
  /** Of the first of these sessions of one project, so many as make a short step: one at least, in the same order. */
  sessionRows(keys: readonly SessionKey[]): Promise<SessionRows[]>;
  /** Deletes and overwrites; one transaction, noted in the order's counts. Resolves with marks that follow from it. */
  takeOut(order: ForgetOrder, outs: readonly TakenOut[]): Promise<ForgottenMark[]>;
  /** Takes away names that nobody bears any more, a short piece at a time; false when there is nothing left to look at. */
  tidyNames(order: ForgetOrder): Promise<boolean>;
  /** What went, and whose recordings may be left. */
  forgettingResult(order: ForgetOrder): Promise<ForgetResult>;
  /** Orders that noted something and were not closed, but for those of age. */
  begunForgettings(): Promise<RestOrder[]>;
  /** The order is done: what was noted for it goes. Marks stay. */
  closeForgetting(order: Pick<ForgetOrder, 'projectNo' | 'id'>): Promise<void>;
}
