// The stores that heat needs, as small async interfaces. Engines implement them, rooms receive them;
// only storage/open.ts knows which engine is behind. Wide in data, narrow in methods.
//
// Rules for engines: instants are UTC ms; a method either does all of its work or none; errors are HeatError
// (`not_found`, `conflict`, `unavailable` for disk trouble, `invalid`); nothing is kept from the arguments.

import type { Interval, OverviewAnswer, Page, PageRow, SessionSort } from '../contract/api.ts';
import type { ElementDescriptor } from '../contract/element.ts';
import type { ClickKind, Device } from '../contract/event-types.ts';
import type { MoveWeight } from '../contract/kinds.ts';
import type { MapLayout } from '../contract/layouts.ts';
import type { PageRules } from '../contract/page-rules.ts';
import type { BoxInfo, EventRow, PageInfo, SessionKey, SessionRow } from './port-apply.ts';
import type { FrictionRows, PageElementRows } from './port-elements.ts';
import type { ScrollCounts } from './port-kinds.ts';
import type { ActiveQuery, ActiveSession, RecentActivity, RecentActivityQuery } from './port-live.ts';
import type { MetricReports } from './port-metrics.ts';
import type { CalledQuery, MembersQuery, PageMembers } from './port-pages.ts';
import type { PathReports } from './port-paths.ts';
import type { PersonReports } from './port-personal.ts';
import type { PurgeReports } from './port-purges.ts';
import type { RecordedReports } from './port-recorded.ts';
import type { Filter, QueryOptions, Scope } from './port-scope.ts';
import type { DimensionValue, NeighbourKeys, SimilarSession, ValueDimension } from './port-sessions.ts';
import type { SupportReports } from './port-support.ts';

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
  /**
   * Of most of the clicks that are counted, by the widths of their windows; of a kind that nobody did, of most clicks of
   * the page. Of two with as many the wider one; null without any.
   */
  layout: MapLayout | null;
  /** Of `page`, newest first, all of one layout: `layout`, else the one seen last. */
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
/** Pageviews tell no width: their layout is that of the device class of most of them. */
export type ScrollRows = Pick<HeatmapRows, 'page' | 'counts' | 'layout' | 'boxes'> & ScrollCounts;
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
export type ValuesQuery = Scope & {
  dimension: ValueDimension;
  search: string | null;
  limit: number;
  /** Leaves out values that fewer visitors have. */
  leastVisitors?: number;
};
export type EventDetail = EventRow & {
  host: string | null;
  path: string | null;
  title: string | null;
  descriptor: ElementDescriptor | null;
};

export type LastEvent = {
  /**
   * `heardAtMs`, or the beginning of the quarter-hour that holds the newest event of people where that is later: with
   * imported events alone it tells to 15 minutes. Null without any event.
   */
  atMs: number | null;
  /** Newest server time of an event that came by itself, from a page or a server; imported ones do not count. */
  heardAtMs: number | null;
};

/** Off the writer's thread, read-only, with a time limit. */
export interface ReportStore
  extends MetricReports,
    PathReports,
    PersonReports,
    PurgeReports,
    RecordedReports,
    SupportReports {
  lastEvent(projectNo: number, options?: QueryOptions): Promise<LastEvent>;
  overview(query: OverviewQuery, options?: QueryOptions): Promise<OverviewRows>;
  /**
   * Most pageviews first. Rows that stand for several pages say so in `group`. Throws `not_found` when the project has
   * never seen any of the pages of `within`.
   */
  pages(query: PagesQuery, options?: QueryOptions): Promise<Page<PageRow>>;
  /** All stored pages that the id stands for; null when it is no template and no other page counts as it. */
  members(query: MembersQuery, options?: QueryOptions): Promise<PageMembers | null>;
  /** Ids of pages by what people call them. */
  pagesCalled(query: CalledQuery, options?: QueryOptions): Promise<number[]>;
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
  /** In the order asked. Throws `not_found` likewise. */
  sessions(query: SessionsQuery, options?: QueryOptions): Promise<Page<SessionDetail>>;
  /** Throws `not_found`. */
  session(key: SessionKey & { part: number }, options?: QueryOptions): Promise<SessionDetail>;
  /** The sessions right before and after one in that list; nulls for a session that is not there. Throws likewise. */
  neighbours(query: NeighboursQuery, options?: QueryOptions): Promise<NeighbourKeys>;
  /** Most alike first, among the newest LIMITS.similarCandidates of the scope; none for a session that is not there. */
  similar(query: SimilarQuery, options?: QueryOptions): Promise<SimilarSession<SessionDetail>[]>;
  /** Those that contain `search`, most sessions first (of facts: most often). An element is found by its whole id alone. */
  values(query: ValuesQuery, options?: QueryOptions): Promise<DimensionValue[]>;
  /** Heard of last first. */
  activeSessions(query: ActiveQuery, options?: QueryOptions): Promise<ActiveSession[]>;
  recentActivity(query: RecentActivityQuery, options?: QueryOptions): Promise<RecentActivity>;
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
