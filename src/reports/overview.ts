// Headline numbers, their series and the breakdowns of a scope, beside the same stretch before.

import type { Interval, OverviewAnswer, OverviewMetrics } from '../contract/api.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { bucketEdges, bucketLabel, readInterval } from './buckets.ts';
import { previousSpan } from './previous.ts';
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
    scope.comparePrevious ? previousTotals(store, { scope, interval: width }, options) : null,
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
  { scope, interval }: { scope: ResolvedScope; interval: Interval },
  options: QueryOptions,
): Promise<OverviewMetrics> {
  const { fromMs, toMs } = previousSpan(scope, interval);
  const query = { ...storeScope(scope), fromMs, toMs, edges: [fromMs, toMs], interval };
  return (await store.overview(query, options)).totals;
}
