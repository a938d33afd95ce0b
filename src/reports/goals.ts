// What goals came to: sessions that pass their filters, the share of all, by when, and what they were worth.

import type { GoalCounts, GoalResult, GoalView } from '../contract/goals.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { MetricsQuery, MetricsRows } from '../storage/port-metrics.ts';
import { bucketEdges, bucketLabel, readInterval, type Span } from './buckets.ts';
import { readFilters } from './filters.ts';
import { previousSpan } from './previous.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type GoalsArgs = { scope: ResolvedScope; interval?: string | undefined };

/** One after the other, in the order given. Throws `invalid` for an unknown interval. */
export async function goalResults(
  store: ReportStore,
  { scope, goals, interval }: GoalsArgs & { goals: readonly GoalView[] },
  options: QueryOptions = {},
): Promise<GoalResult[]> {
  const width = readInterval(interval, scope);
  const before = scope.comparePrevious ? previousSpan(scope, width) : null;
  const edges = bucketEdges(scope, width);
  const all = await askSessions(store, scope, { edges }, options);
  const earlier = before && (await askSessions(store, scope, spanOf(before), options));
  const results: GoalResult[] = [];
  for (const goal of goals) {
    const rows = await askGoal(store, { scope, goal, at: { edges } }, options);
    const then = before && (await askGoal(store, { scope, goal, at: spanOf(before) }, options));
    results.push({
      scope: scopeView(scope),
      goal,
      counts: countsOf(all, rows),
      previous: then && earlier && countsOf(earlier, then),
      interval: width,
      trend: rows.passed.series.map(({ sessions: conversions }, index) => {
        const startMs = edges[index] as number;
        const sessions = all.series[index]?.sessions ?? 0;
        return { startMs, label: bucketLabel(scope.timeZone, startMs, width), sessions, conversions };
      }),
    });
  }
  return results;
}

type GoalRows = { passed: MetricsRows; value: number | null };
type At = { edges: number[] };

function spanOf({ fromMs, toMs }: Span): At {
  return { edges: [fromMs, toMs] };
}

async function askGoal(
  store: ReportStore,
  { scope, goal, at }: { scope: ResolvedScope; goal: GoalView; at: At },
  options: QueryOptions,
): Promise<GoalRows> {
  const narrowed = { ...scope, filters: [...scope.filters, ...readFilters(goal.filters)] };
  const passed = await askSessions(store, narrowed, at, options);
  if (goal.valueEvent === null) return { passed, value: null };
  const query = { ...queryOf(narrowed, at), event: goal.valueEvent, needs: ['value'] as const };
  return { passed, value: (await store.metrics(query, options)).totals.valueSum };
}

function askSessions(store: ReportStore, scope: ResolvedScope, at: At, options: QueryOptions) {
  return store.metrics({ ...queryOf(scope, at), needs: ['sessions'] }, options);
}

function queryOf(scope: ResolvedScope, { edges }: At): MetricsQuery {
  const [fromMs, toMs] = [edges[0] as number, edges.at(-1) as number];
  return {
    ...{ ...storeScope(scope), fromMs, toMs, edges, needs: [], split: null, event: null },
    ...{ limit: 1, order: 'sessions', hasGroupSeries: false },
  };
}

function countsOf({ totals }: MetricsRows, { passed, value }: GoalRows): GoalCounts {
  const { sessions } = totals;
  const { sessions: conversions, visitors } = passed.totals;
  return { sessions, conversions, visitors, rate: sessions === 0 ? null : conversions / sessions, value };
}
