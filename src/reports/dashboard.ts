// Every metric of a scope with its change and its series, and the same for one metric alone.

import type {
  CountAnswer,
  DashboardAnswer,
  Metric,
  MetricValues,
  SeriesInterval,
} from '../contract/metrics.ts';
import { METRIC_NAMES } from '../contract/metrics.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { MetricNeed, MetricsQuery, MetricsRows } from '../storage/port-metrics.ts';
import { bucketEdges, bucketLabel, defaultInterval, readSeriesInterval, type Span } from './buckets.ts';
import { needsOf, readEventName, readSplitMetric } from './metric-question.ts';
import { metricChange, metricValues } from './metric-values.ts';
import { previousSpan } from './previous.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

const NEEDS: MetricNeed[] = ['sessions', 'median', 'counts', 'value'];

/** `interval` is one of SERIES_INTERVALS, or absent for the one that shows the span best. Always compares. */
export async function dashboard(
  store: ReportStore,
  { scope, interval }: { scope: ResolvedScope; interval?: string | undefined },
  options: QueryOptions = {},
): Promise<DashboardAnswer> {
  const width = readSeriesInterval(interval, scope);
  const before = previousSpan(scope, width);
  const ask = (span: Span) => store.metrics({ ...plainQuery(scope, span, width), needs: NEEDS }, options);
  const [now, then] = await Promise.all([ask(scope), ask(before)]);
  const values = metricValues(now.totals);
  const previous = metricValues(then.totals);
  const starts = bucketEdges(scope, width).slice(0, -1);
  return {
    scope: scopeView(scope),
    previous: { fromMs: before.fromMs, toMs: before.toMs },
    metrics: byMetric((name) => metricChange(values[name], previous[name])),
    interval: width,
    buckets: starts.map((startMs) => ({ startMs, label: bucketLabel(scope.timeZone, startMs, width) })),
    series: seriesByMetric(now, starts.length),
    previousSeries: seriesByMetric(then, starts.length),
  };
}

/** One metric, compared; of one event with `event`. */
export async function count(
  store: ReportStore,
  { scope, ...given }: { scope: ResolvedScope; metric?: string | undefined; event?: string | undefined },
  options: QueryOptions = {},
): Promise<CountAnswer> {
  const event = readEventName(given.event);
  const question = { split: null, event };
  const fallback = event === null ? 'events' : 'customs';
  const metric = readSplitMetric(given.metric ?? fallback, question);
  const width = defaultInterval(scope);
  const ask = async ({ fromMs, toMs }: Span): Promise<number | null> => {
    const query = { ...plainQuery(scope, { ...scope, fromMs, toMs }, width), edges: [fromMs, toMs], event };
    const rows = await store.metrics({ ...query, needs: needsOf(metric) }, options);
    return metricValues(rows.totals, question)[metric];
  };
  const [value, previous] = await Promise.all([ask(scope), ask(previousSpan(scope, width))]);
  return { scope: scopeView(scope), metric, ...metricChange(value, previous) };
}

/** A question without a split about a span of the scope, with all counts. */
export function plainQuery(scope: ResolvedScope, span: Span, interval: SeriesInterval): MetricsQuery {
  const { fromMs, toMs } = span;
  return {
    ...{ ...storeScope(scope), fromMs, toMs, edges: bucketEdges(span, interval), needs: NEEDS },
    ...{ split: null, event: null, limit: 1, order: 'sessions', hasGroupSeries: false },
  };
}

function byMetric<T>(read: (name: Metric) => T): Record<Metric, T> {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, read(name)])) as Record<Metric, T>;
}

/** As many values as wanted; what is missing is null. */
function seriesByMetric({ series }: MetricsRows, buckets: number): Record<Metric, (number | null)[]> {
  const values: (MetricValues | undefined)[] = series.map((counts) => metricValues(counts));
  return byMetric((name) => Array.from({ length: buckets }, (_, index) => values[index]?.[name] ?? null));
}
