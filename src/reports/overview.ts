// Headline numbers, their series and the breakdowns of a scope, beside the span of equal length before.

import type { OverviewAnswer, OverviewMetrics } from '../contract/api.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { bucketEdges, bucketLabel, readInterval } from './buckets.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

/** `interval` is one of INTERVALS, or absent for the one that shows the span best. */
export async function overview(
  store: ReportStore,
  { scope, interval }: { scope: ResolvedScope; interval?: string | undefined },
  options: QueryOptions = {},
): Promise<OverviewAnswer> {
  const width = readInterval(interval, scope);
  const edges = bucketEdges(scope, width);
  const [rows, previous] = await Promise.all([
    store.overview({ ...storeScope(scope), edges, interval: width }, options),
    scope.comparePrevious ? previousTotals(store, scope, options) : null,
  ]);
  return {
    scope: scopeView(scope),
    interval: width,
    totals: rows.totals,
    previous,
    series: rows.series.map((counts, index) => {
      const startMs = edges[index] as number;
      return { startMs, label: bucketLabel(scope.timeZone, startMs, width), ...counts };
    }),
    breakdowns: rows.breakdowns,
  };
}

async function previousTotals(
  store: ReportStore,
  scope: ResolvedScope,
  options: QueryOptions,
): Promise<OverviewMetrics> {
  const fromMs = scope.fromMs - (scope.toMs - scope.fromMs);
  const toMs = scope.fromMs;
  const query = { ...storeScope(scope), fromMs, toMs, edges: [fromMs, toMs], interval: 'month' as const };
  return (await store.overview(query, options)).totals;
}
