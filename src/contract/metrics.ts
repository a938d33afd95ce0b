// What is measured and how it can be split, and what GET /api/v1/projects/:id/metrics/… answers.
// Sessions count where they begin, pageviews, events, clicks and values where they happen.

import type { Interval, ScopeView } from './api.ts';
import {
  DIMENSIONS,
  type PropDimension,
  propKeyOf,
  SPLIT_DIMENSIONS,
  type SplitDimension,
} from './dimensions.ts';

/** `count` adds up, `unique` does not, `share` is 0…1, `ms` a duration, `ratio` and `value` plain numbers. */
export type MetricUnit = 'count' | 'unique' | 'share' | 'ms' | 'ratio' | 'value';
export const METRICS = {
  visitors: { label: 'Visitors', unit: 'unique' },
  sessions: { label: 'Sessions', unit: 'count' },
  pageviews: { label: 'Pageviews', unit: 'count' },
  events: { label: 'Events', unit: 'count' },
  clicks: { label: 'Clicks', unit: 'count' },
  customs: { label: 'Custom events', unit: 'count' },
  valueSum: { label: 'Value', unit: 'value' },
  bounceRate: { label: 'Bounce rate', unit: 'share' },
  medianDurationMs: { label: 'Median duration', unit: 'ms' },
  meanDurationMs: { label: 'Mean duration', unit: 'ms' },
  pagesPerSession: { label: 'Pages per session', unit: 'ratio' },
} as const satisfies Record<string, { label: string; unit: MetricUnit }>;
export type Metric = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as Metric[];
/** One value of each metric; null where there is nothing to take a rate of, or where the metric does not apply. */
export type MetricValues = Record<Metric, number | null>;

/** Widths of a series; minutes up to LIMITS.seriesBuckets of them. */
export const SERIES_INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type SeriesInterval = Interval | 'minute';

/** Splits by what happened, beside those by one value of the session; `prop.<key>` splits by a property's value. */
export const FACT_SPLITS = {
  page: { label: 'Page', metrics: ['pageviews', 'visitors', 'sessions'] },
  event: { label: 'Event', metrics: ['customs', 'visitors', 'sessions', 'valueSum'] },
  category: { label: 'Category', metrics: ['customs', 'visitors', 'sessions', 'valueSum'] },
  property: { label: 'Property', metrics: ['customs', 'visitors', 'sessions', 'valueSum'] },
} as const satisfies Record<string, { label: string; metrics: readonly Metric[] }>;
export type FactSplit = keyof typeof FACT_SPLITS | PropDimension;
export type SessionSplit = SplitDimension | 'visitor_type';
export type Split = FactSplit | SessionSplit;
/** Every split but the properties, of which there is one for each key. */
export const SPLIT_NAMES = [...Object.keys(FACT_SPLITS), ...SPLIT_DIMENSIONS, 'visitor_type'] as Exclude<
  Split,
  PropDimension
>[];

export function isFactSplit(split: Split): split is FactSplit {
  return propKeyOf(split) !== null || Object.hasOwn(FACT_SPLITS, split);
}

/** Metrics that a split has, its own first; those of one event by name are those of events. */
export function metricsOfSplit(split: Split | null, event: string | null = null): readonly Metric[] {
  if (split === 'page') return FACT_SPLITS.page.metrics;
  if (event !== null || (split !== null && isFactSplit(split))) return FACT_SPLITS.event.metrics;
  return ['sessions', ...METRIC_NAMES.filter((name) => name !== 'sessions')];
}

export function splitLabel(split: Split): string {
  const named: Record<string, { label: string }> = { ...DIMENSIONS, ...FACT_SPLITS };
  return propKeyOf(split) ?? named[split]?.label ?? split;
}

export type MetricChange = {
  value: number | null;
  previous: number | null;
  /** Change as a share of the value before, null where there was nothing before. */
  change: number | null;
};
export type MetricBucket = { startMs: number; label: string };
export type DashboardAnswer = {
  scope: ScopeView;
  /** The span that is compared with: the same stretch of the calendar before. */
  previous: { fromMs: number; toMs: number };
  metrics: Record<Metric, MetricChange>;
  interval: SeriesInterval;
  buckets: MetricBucket[];
  /** One value for each bucket; of the span before as many, null where it has no such bucket. */
  series: Record<Metric, (number | null)[]>;
  previousSeries: Record<Metric, (number | null)[]>;
};
export type CountAnswer = { scope: ScopeView; metric: Metric } & MetricChange;
export type TimeseriesAnswer = {
  scope: ScopeView;
  metric: Metric;
  interval: SeriesInterval;
  split: string | null;
  buckets: MetricBucket[];
  /** Without a split one series, whose value is null. What is beyond the limit is added up in `other`. */
  series: TimeseriesRow[];
  other: TimeseriesRow | null;
  /** With `compare=previous`, without a split: the buckets before, in their order. */
  previous: { fromMs: number; toMs: number; total: number | null; values: (number | null)[] } | null;
};
export type TimeseriesRow = { value: string | null; total: number | null; values: (number | null)[] };
export type BreakdownAnswer = {
  scope: ScopeView;
  dimension: string;
  /** What rows are ordered by, and what `share` is a share of. */
  metric: Metric;
  totals: MetricValues;
  items: MetricRow[];
  /** What is beyond the limit, together; visitors are counted once. */
  other: (MetricRow & { values: number }) | null;
  /** Values that there are. */
  total: number;
};
export type MetricRow = MetricValues & { value: string; share: number | null };
export type TopEventsAnswer = {
  scope: ScopeView;
  items: {
    name: string;
    count: number;
    visitors: number;
    sessions: number;
    valueSum: number;
    share: number;
  }[];
  total: number;
};
export type UsersAnswer = {
  scope: ScopeView;
  visitors: number;
  newVisitors: number;
  returningVisitors: number;
  /** Users that events or trackers named. */
  users: number;
  /** Distinct visitors of the last 1, 7 and 30 days of the range. */
  daily: number;
  weekly: number;
  monthly: number;
  /** Most sessions first. */
  items: { user: string; sessions: number; pageviews: number; events: number; lastAtMs: number }[];
};
export type RealtimeAnswer = {
  nowMs: number;
  /** Visitors and sessions with an event in the last five minutes. */
  visitors: number;
  sessions: number;
  /** Of the last thirty minutes, oldest first. */
  minutes: { startMs: number; pageviews: number; events: number; visitors: number }[];
  pages: { value: string; count: number }[];
  events: { value: string; count: number }[];
  sources: { value: string; count: number }[];
  countries: { value: string; count: number }[];
};
/** One custom event of the list. */
export type EventView = {
  eventId: string;
  tsMs: number;
  name: string;
  category: string;
  value: number | null;
  source: string | null;
  referrer: string | null;
  /** The event's own user, else its session's. */
  userId: string | null;
  visitor: string;
  /** Goes into GET …/sessions/:sid; the `id` of a session's row. */
  sessionId: string;
  /** What the tracker or the server that sent it calls the session. */
  clientSessionId: string;
  page: string | null;
  properties: { [key: string]: unknown } | null;
  device: string | null;
  country: string | null;
};
