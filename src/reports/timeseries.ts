// One metric over time, whole or split into its largest groups and the rest.

import { LIMITS } from '../contract/limits.ts';
import type { Metric, Split, TimeseriesAnswer, TimeseriesRow } from '../contract/metrics.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { MetricGroup } from '../storage/port-metrics.ts';
import { bucketLabel, readSeriesInterval } from './buckets.ts';
import { plainQuery } from './dashboard.ts';
import { isOrder, needsOf, readEventName, readOrder, readSplit, readSplitMetric } from './metric-question.ts';
import { metricValues } from './metric-values.ts';
import { readWhole } from './parameters.ts';
import { previousSpan } from './previous.ts';
import { type ResolvedScope, scopeView } from './scope.ts';

export type TimeseriesArgs = {
  scope: ResolvedScope;
  metric?: string | undefined;
  interval?: string | undefined;
  split?: string | undefined;
  event?: string | undefined;
  limit?: string | undefined;
};

/** Throws `invalid` for unknown metrics, intervals and splits, and for metrics that the split does not have. */
export async function timeseries(
  store: ReportStore,
  { scope, ...given }: TimeseriesArgs,
  options: QueryOptions = {},
): Promise<TimeseriesAnswer> {
  const interval = readSeriesInterval(given.interval, scope);
  const split = given.split === undefined ? null : readSplit(given.split);
  const question = { split, event: readEventName(given.event) };
  const metric = readSplitMetric(given.metric, question);
  const limit = readWhole(given.limit, {
    ...{ name: 'limit', min: 1, max: LIMITS.seriesGroupsMax, fallback: LIMITS.seriesGroups },
  });
  const plain = { ...plainQuery(scope, scope, interval), needs: needsOf(metric), event: question.event };
  const order =
    split === null ? 'sessions' : readOrder(isOrder(metric) ? metric : undefined, { ...question, split });
  const query = { ...plain, split, limit, order, hasGroupSeries: split !== null };
  const before = scope.comparePrevious && split === null ? previousSpan(scope, interval) : null;
  const [rows, then] = await Promise.all([
    store.metrics(query, options),
    before &&
      store.metrics(
        { ...plainQuery(scope, before, interval), needs: query.needs, event: query.event },
        options,
      ),
  ]);
  const row = rowOf(metric, question);
  const starts = query.edges.slice(0, -1);
  const series =
    split === null
      ? [row({ value: '', ...rows }, null)]
      : rows.groups.map((group) => row(group, group.value));
  return {
    scope: scopeView(scope),
    metric,
    interval,
    split,
    buckets: starts.map((startMs) => ({ startMs, label: bucketLabel(scope.timeZone, startMs, interval) })),
    series,
    other: rows.other && row(rows.other, null),
    previous: before &&
      then && {
        ...{ fromMs: before.fromMs, toMs: before.toMs },
        total: metricValues(then.totals, question)[metric],
        values: starts.map((_, index) => {
          const counts = then.series[index];
          return counts ? metricValues(counts, question)[metric] : null;
        }),
      },
  };
}

function rowOf(metric: Metric, question: { split: Split | null; event: string | null }) {
  return ({ totals, series }: MetricGroup, value: string | null): TimeseriesRow => ({
    value,
    total: metricValues(totals, question)[metric],
    values: series.map((counts) => metricValues(counts, question)[metric]),
  });
}
