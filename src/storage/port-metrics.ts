// What is asked of the events for metrics and for the list of custom events. Part of the ReportStore.

import type { Page } from '../contract/api.ts';
import type { Split } from '../contract/metrics.ts';
import type { Props } from '../contract/wire.ts';
import type { QueryOptions, Scope } from './port-scope.ts';

/** What counts are to be had; others are answered as 0 (the median as null) and cost nothing. */
export type MetricNeed = 'sessions' | 'median' | 'counts' | 'value';
export type MetricsQuery = Scope & {
  /** Ascending bucket edges in ms, first = fromMs, last = toMs; the caller knows about zones and DST. */
  edges: readonly number[];
  needs: readonly MetricNeed[];
  split: Split | null;
  /** Count only custom events of that name, whatever they are split by. */
  event: string | null;
  /** Groups to answer, the largest by `order`; the rest is one group. Ties go by value. */
  limit: number;
  order: MetricOrder;
  /** Also the series of each group. */
  hasGroupSeries: boolean;
};
export type MetricOrder =
  | 'sessions'
  | 'visitors'
  | 'pageviews'
  | 'events'
  | 'clicks'
  | 'customs'
  | 'valueSum';

/**
 * Sessions, visitors, bounces and durations are of the sessions that begin in the span; the others count where they
 * happen. Under a split by what happened (page, event, …), sessions and visitors are those of whom it happened to,
 * and bounces and durations are not known.
 */
export type MetricCounts = {
  visitors: number;
  sessions: number;
  /** Sessions with at most one pageview and no custom event. */
  bounces: number;
  durationMs: number;
  medianDurationMs: number | null;
  pageviews: number;
  events: number;
  clicks: number;
  customs: number;
  valueSum: number;
};
export type MetricGroup = { value: string; totals: MetricCounts; series: MetricCounts[] };
export type MetricsRows = {
  totals: MetricCounts;
  /** One per bucket, zero-filled. */
  series: MetricCounts[];
  groups: MetricGroup[];
  /** All other groups together, null when there is none. */
  other: MetricGroup | null;
  /** How many groups there are. */
  groupCount: number;
};

/** Newest first. `event` and `category` name them exactly. */
export type CustomEventsQuery = Scope & {
  event: string | null;
  category: string | null;
  user: string | null;
  limit: number;
  cursor: string | null;
};
export type CustomEventDetail = {
  eventId: string;
  tsMs: number;
  session: number;
  part: number;
  clientId: string;
  name: string;
  category: string;
  value: number | null;
  source: string | null;
  referrer: string | null;
  userId: string | null;
  visitor: string;
  path: string | null;
  props: Props | null;
  device: string | null;
  country: string | null;
};

export type UsersQuery = Scope & { limit: number };
export type UsersRows = {
  visitors: number;
  newVisitors: number;
  users: number;
  /** Distinct visitors of sessions that begin in the last 1, 7 and 30 days before `toMs`, within the span. */
  daily: number;
  weekly: number;
  monthly: number;
  items: { user: string; sessions: number; pageviews: number; events: number; lastAtMs: number }[];
};

export type RecentQuery = { projectNo: number; sinceMs: number; untilMs: number };
/** What happened in a few minutes, without bots: every event's time and type, with what its session is known by. */
export type RecentRows = {
  events: {
    tsMs: number;
    type: number;
    session: number;
    part: number;
    page: string | null;
    name: string | null;
  }[];
  sessions: {
    session: number;
    part: number;
    visitor: string;
    source: string | null;
    country: string | null;
  }[];
};

export interface MetricReports {
  metrics(query: MetricsQuery, options?: QueryOptions): Promise<MetricsRows>;
  customEvents(query: CustomEventsQuery, options?: QueryOptions): Promise<Page<CustomEventDetail>>;
  users(query: UsersQuery, options?: QueryOptions): Promise<UsersRows>;
  recent(query: RecentQuery, options?: QueryOptions): Promise<RecentRows>;
}
