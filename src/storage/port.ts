// The stores that heat needs, as small async interfaces. Engines implement them, rooms receive them;
// only storage/open.ts knows which engine is behind. Wide in data, narrow in methods.
//
// Rules for engines: instants are UTC ms; a method either does all of its work or none; errors are HeatError
// (`not_found`, `conflict`, `unavailable` for disk trouble, `invalid`); nothing is kept from the arguments.

import type { Interval, OverviewAnswer, Page, PageRow, SessionSort } from '../contract/api.ts';
import type { ElementDescriptor, PageBox } from '../contract/element.ts';
import type { ClickKind, Device, EventType } from '../contract/event-types.ts';
import type { MoveWeight } from '../contract/kinds.ts';
import type { PageRules } from '../contract/page-rules.ts';
import type { Json, Props } from '../contract/wire.ts';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from './port-counts.ts';
import type { CustomRow } from './port-customs.ts';
import type { FrictionRows, PageElementRows } from './port-elements.ts';
import type { StoredJournalEntry } from './port-journal.ts';
import type { KindRows, ScrollCounts, ScrollFact, ViewGroup, ViewRow } from './port-kinds.ts';
import type { ActiveQuery, ActiveSession } from './port-live.ts';
import type { MetricReports } from './port-metrics.ts';
import type { MembersQuery, PageMembers } from './port-pages.ts';
import type { PathReports } from './port-paths.ts';
import type { Filter, QueryOptions, Scope } from './port-scope.ts';
import type {
  DimensionValue,
  MergedPart,
  NeighbourKeys,
  SimilarSession,
  ValueDimension,
} from './port-sessions.ts';

// ---------------------------------------------------------------- events: the applier's side

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
  /** Page of the earliest and latest pageview, with their times (ties: smaller event id first). */
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

/** What the applier keeps beside a session row: the events its entry and exit stand for, and when its user was named, so that ties stay decided. */
export type AppliedSession = SessionRow & {
  entryId: string | null;
  exitId: string | null;
  userAtMs: number | null;
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
export const EVENT_FLAGS = { clamped: 1, clockCorrected: 2, textCut: 4, bot: 8, server: 16 } as const;

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
  device: Device;
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
  /** All parts of the given sessions, any order. */
  sessions(keys: readonly SessionKey[]): Promise<AppliedSession[]>;
  /** For each key whether that event is stored already, in the same order. */
  known(keys: readonly EventKey[]): Promise<boolean[]>;
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
  /** Packs the day bins of clicks of the next page, kind, device and day before `beforeDay`, within `groups` of them; false at the end, then it begins anew. Changes no sum. */
  packBins(beforeDay: number, groups: number): Promise<boolean>;
  /** Moves the write-ahead log back into the file; cheap when there is nothing to do. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

// ---------------------------------------------------------------- events: the readers' side

export type { Filter, QueryOptions, Scope };

export type OverviewQuery = Scope & {
  /** Ascending bucket edges in ms, first = fromMs, last = toMs; the caller knows about zones and DST. */
  edges: readonly number[];
  interval: Interval;
};
export type OverviewRows = {
  totals: OverviewAnswer['totals'];
  /** One per bucket, edges.length - 1 of them, zero-filled. */
  series: { visitors: number; sessions: number; pageviews: number; events: number; clicks: number }[];
  breakdowns: OverviewAnswer['breakdowns'];
};
export type PagesQuery = Scope & {
  search: string | null;
  device: Device | null;
  /** Which pages count as one row; null lists each as it is stored. */
  rules: PageRules | null;
  /** Only these pages; null for all. */
  within: readonly number[] | null;
  limit: number;
  cursor: string | null;
};
export type HeatmapQuery = Scope & {
  /** The pages whose clicks are added up, at least one: several when they count as one. */
  pages: readonly number[];
  kind: ClickKind;
  device: Device | null;
  /** The grid to answer in: columns of the page's width (1…GRID_COLUMNS), and stored grid rows merged into one. */
  grid: { columns: number; mergedRows: number };
};
/** Elements and cells come with the largest count first and are bounded; what is left out is counted. */
export type HeatmapRows = {
  /** Of the asked pages the one with most pageviews in range. */
  page: PageInfo;
  /** All the pages' counts as the list of pages shows them: in range, without filters, devices and bots. */
  counts: Pick<PageRow, 'pageviews' | 'clicks' | 'rage' | 'dead'>;
  elements: {
    element: number;
    descriptor: ElementDescriptor;
    count: number;
    bins: [bin: number, count: number][];
  }[];
  /** Cells of the asked grid. */
  cells: [column: number, row: number, count: number][];
  /** The same, but only clicks that stand in no offset bin of an element. */
  loose: [column: number, row: number, count: number][];
  omittedElements: number;
  omittedCells: number;
  /** Of `page`, newest first. Of one device: the asked one, else the one most clicked on, else the one seen last. */
  boxes: (BoxInfo & { descriptor: ElementDescriptor })[];
  total: number;
  withoutElement: number;
  ignored: number;
  /** [viewport height rounded up to 100 px, clicks] and the medians, of the newest LIMITS.heatmapViews clicks. */
  folds: [heightPx: number, clicks: number][];
  viewportW: number | null;
  viewportH: number | null;
};
/** `weight` is what cells count; all other numbers count rests. */
export type RestsQuery = Omit<HeatmapQuery, 'kind'> & { weight: MoveWeight };
/** The newest LIMITS.heatmapViews clicks, or for `scroll` pageviews with their sections as elements. */
export type ClustersQuery = Omit<HeatmapQuery, 'kind' | 'grid'> & { kind: ClickKind | 'scroll' };
export type PageElementsQuery = Pick<HeatmapQuery, keyof Scope | 'pages' | 'device'> & { limit: number };
export type FrictionQuery = Scope & { device: Device | null; limit: number };
/** How counts gather in sessions: what the variance of their shares can be estimated from. */
export type ClusterRows = {
  sessions: number;
  total: number;
  /** Sum over sessions of their total, squared. */
  totalSquares: number;
  /** By element: its count, and sums over sessions of count² and of count · total. Unordered, unbounded. */
  elements: { element: number; sessions: number; count: number; countSquares: number; products: number }[];
};
export type ScrollQuery = Pick<HeatmapQuery, keyof Scope | 'pages' | 'device'>;
export type ScrollRows = Pick<HeatmapRows, 'page' | 'counts' | 'boxes'> & ScrollCounts;
export type SessionsQuery = Scope & {
  /** Keep only sessions that viewed one of these pages. */
  pages: readonly number[] | null;
  minEvents: number;
  hasRage: boolean;
  /** Part of the user or of a viewed path; or the whole id of a visitor or of a client's session. */
  search?: string | null;
  /** Newest first unless told otherwise; equal ones stand newest first in every order. */
  sort?: SessionSort;
  /** Also tells of sessions that ended later than this whether their visitor has left. */
  liveSinceMs?: number;
  limit: number;
  cursor: string | null;
};
export type SessionDetail = {
  row: SessionRow;
  entry: string | null;
  exit: string | null;
  /** Told when asked for by `liveSinceMs`. */
  hasLeft?: boolean;
};
/** A session and the list it is looked at in. */
export type NeighboursQuery = SessionsQuery & SessionKey & { part: number };
export type SimilarQuery = Scope & SessionKey & { part: number; limit: number };
/** Values of a dimension, of the sessions that began in the scope and pass its filters. */
export type ValuesQuery = Scope & { dimension: ValueDimension; search: string | null; limit: number };
export type EventDetail = EventRow & {
  host: string | null;
  path: string | null;
  title: string | null;
  descriptor: ElementDescriptor | null;
};

/** Off the writer's thread, read-only, with a time limit. */
export interface ReportStore extends MetricReports, PathReports {
  /** Newest server time of any event of the project, or null. */
  lastEventAt(projectNo: number, options?: QueryOptions): Promise<number | null>;
  overview(query: OverviewQuery, options?: QueryOptions): Promise<OverviewRows>;
  /** Most pageviews first. Rows that stand for several pages say so in `group`. */
  pages(query: PagesQuery, options?: QueryOptions): Promise<Page<PageRow>>;
  /** All stored pages that the id stands for; null when it is no template and no other page counts as it. */
  members(query: MembersQuery, options?: QueryOptions): Promise<PageMembers | null>;
  /** Throws `not_found` when the project has never seen any of the pages. */
  heatmap(query: HeatmapQuery, options?: QueryOptions): Promise<HeatmapRows>;
  /** Throws `not_found` likewise. */
  clusters(query: ClustersQuery, options?: QueryOptions): Promise<ClusterRows>;
  /** Throws `not_found` likewise. */
  pageElements(
    query: PageElementsQuery,
    options?: QueryOptions,
  ): Promise<PageElementRows & Pick<HeatmapRows, 'page' | 'counts'>>;
  /** Most trouble first. */
  friction(query: FrictionQuery, options?: QueryOptions): Promise<FrictionRows>;
  /** Rests of the pointer, which have no elements. Throws `not_found` likewise. */
  rests(query: RestsQuery, options?: QueryOptions): Promise<HeatmapRows>;
  /** Throws `not_found` likewise. */
  scroll(query: ScrollQuery, options?: QueryOptions): Promise<ScrollRows>;
  /** In the order asked. */
  sessions(query: SessionsQuery, options?: QueryOptions): Promise<Page<SessionDetail>>;
  /** Throws `not_found`. */
  session(key: SessionKey & { part: number }, options?: QueryOptions): Promise<SessionDetail>;
  /** The sessions right before and after one in that list; nulls for a session that is not there. */
  neighbours(query: NeighboursQuery, options?: QueryOptions): Promise<NeighbourKeys>;
  /** Most alike first, among the newest LIMITS.similarCandidates of the scope; none for a session that is not there. */
  similar(query: SimilarQuery, options?: QueryOptions): Promise<SimilarSession<SessionDetail>[]>;
  /** Those that contain `search`, most sessions first (of facts: most often). An element is found by its whole id alone. */
  values(query: ValuesQuery, options?: QueryOptions): Promise<DimensionValue[]>;
  /** Heard of last first. */
  activeSessions(query: ActiveQuery, options?: QueryOptions): Promise<ActiveSession[]>;
  /** In time order (ties by event id). */
  journey(
    query: SessionKey & { part: number; limit: number; cursor: string | null },
    options?: QueryOptions,
  ): Promise<{ events: EventDetail[]; nextCursor: string | null }>;
  /** Descriptions of elements, in the order of their ids; unknown ones are `{ tag: 'unknown' }`. */
  elements(
    query: { projectNo: number; elements: readonly number[] },
    options?: QueryOptions,
  ): Promise<{ element: number; descriptor: ElementDescriptor }[]>;
  close(): Promise<void>;
}
