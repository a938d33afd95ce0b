// A scope split by one dimension: its largest values, the rest, and what share each has.

import type { BreakdownAnswer, Metric, MetricRow, TopEventsAnswer } from '../contract/metrics.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { MetricGroup, MetricNeed, MetricsQuery } from '../storage/port-metrics.ts';
import { readBreakdownLimit, readEventName, readOrder, readSplit } from './metric-question.ts';
import { metricValues, shareOf } from './metric-values.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type BreakdownArgs = {
  scope: ResolvedScope;
  dimension: string;
  metric?: string | undefined;
  /** Only custom events of that name. */
  event?: string | undefined;
  limit?: string | undefined;
};
const NEEDS: MetricNeed[] = ['sessions', 'median', 'counts', 'value'];

/** Throws `invalid` for unknown dimensions and metrics, and for those that cannot order the dimension. */
export async function breakdown(
  store: ReportStore,
  { scope, ...given }: BreakdownArgs,
  options: QueryOptions = {},
): Promise<BreakdownAnswer> {
  const split = readSplit(given.dimension);
  const event = split === 'page' ? null : readEventName(given.event);
  const question = { split, event };
  const order = readOrder(given.metric, question);
  const limit = readBreakdownLimit(given.limit);
  const rows = await store.metrics({ ...wholeQuery(scope), ...question, order, limit }, options);
  const totals = metricValues(rows.totals, question);
  const row = ({ value, totals: counts }: MetricGroup): MetricRow => {
    const values = metricValues(counts, question);
    return { value, ...values, share: shareOf(values[order], totals[order]) };
  };
  return {
    scope: scopeView(scope),
    dimension: split,
    metric: order satisfies Metric,
    totals,
    items: rows.groups.map(row),
    other: rows.other && { ...row(rows.other), values: rows.groupCount - rows.groups.length },
    total: rows.groupCount,
  };
}

/** Custom events by name, most often first. */
export async function topEvents(
  store: ReportStore,
  { scope, limit }: { scope: ResolvedScope; limit?: string | undefined },
  options: QueryOptions = {},
): Promise<TopEventsAnswer> {
  const answer = await breakdown(store, { scope, dimension: 'event', limit }, options);
  const items = answer.items.map(({ value: name, customs, visitors, sessions, valueSum, share }) => ({
    ...{ name, count: customs ?? 0, visitors: visitors ?? 0, sessions: sessions ?? 0 },
    ...{ valueSum: valueSum ?? 0, share: share ?? 0 },
  }));
  return { scope: answer.scope, items, total: answer.total };
}

function wholeQuery(scope: ResolvedScope): MetricsQuery {
  const { fromMs, toMs } = scope;
  return {
    ...{ ...storeScope(scope), edges: [fromMs, toMs], needs: NEEDS, split: null, event: null },
    ...{ limit: 1, order: 'sessions', hasGroupSeries: false },
  };
}
