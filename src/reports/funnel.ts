// Funnels: how many got through, step by step, and which sessions did not.

import type { Page, SessionRowView } from '../contract/api.ts';
import { NO_VALUE, SPLIT_DIMENSIONS, type SplitDimension } from '../contract/dimensions.ts';
import type { FunnelAnswer, FunnelDefinition, FunnelStep } from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { FunnelQuery } from '../storage/port-paths.ts';
import { bucketEdges, bucketLabel, readInterval } from './buckets.ts';
import { stepQueries } from './funnel-steps.ts';
import { oneOf, opaqueId, readLimit, readWhole } from './parameters.ts';
import { previousSpan } from './previous.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';
import { sessionView } from './session-view.ts';

export type FunnelArgs = {
  scope: ResolvedScope;
  definition: FunnelDefinition;
  /** A dimension of which sessions have one value. */
  split?: string | undefined;
  interval?: string | undefined;
};

/** About sessions that begin in the scope. Throws `invalid` for an unknown split or interval. */
export async function funnel(
  store: ReportStore,
  args: FunnelArgs,
  options: QueryOptions = {},
): Promise<FunnelAnswer> {
  const { scope, definition } = args;
  const interval = readInterval(args.interval, scope);
  const split = oneOf(SPLIT_DIMENSIONS, args.split, 'split') ?? null;
  const query = await queryOf(
    store,
    { scope, definition, split, edges: bucketEdges(scope, interval) },
    options,
  );
  const before = previousSpan(scope, interval);
  const [rows, previous] = await Promise.all([
    store.funnel(query, options),
    scope.comparePrevious
      ? store.funnel({ ...query, ...before, split: null, edges: [before.fromMs, before.toMs] }, options)
      : null,
  ]);
  const counts = rows.steps.map(({ count }) => count);
  return {
    scope: scopeView(scope),
    definition,
    steps: rows.steps.map(({ count, medianMs, p90Ms }, step) => ({
      label: labelOf(definition.steps[step] as FunnelStep),
      count,
      share: shareOf(count, counts[0]),
      shareOfPrevious: shareOf(count, step === 0 ? count : counts[step - 1]),
      left: step + 1 < counts.length ? count - (counts[step + 1] ?? 0) : 0,
      medianMs,
      p90Ms,
      leftFrom: (rows.leftFrom[step] ?? []).map(({ page, ...row }) => ({ page: opaqueId(page), ...row })),
    })),
    previous: previous?.steps.map(({ count }) => count) ?? null,
    splitBy: split,
    groups:
      split === null
        ? []
        : rows.groups.map(({ value, counts: group }) => ({
            value: value === undefined ? null : (value ?? NO_VALUE),
            counts: group,
          })),
    interval,
    trend: rows.trend.map((slot, index) => {
      const startMs = query.edges[index] as number;
      return { startMs, label: bucketLabel(scope.timeZone, startMs, interval), ...slot };
    }),
  };
}

export type FunnelSessionsArgs = Pick<FunnelArgs, 'scope' | 'definition'> & {
  /** Number of a step, from 1. */
  step: string | undefined;
  /** `left` (default): got there and no further; `reached`: got there. */
  outcome?: string | undefined;
  limit?: string | undefined;
  nowMs: number;
};

/** The newest sessions in which somebody got to a step and left, or got there at all; at most LIMITS.funnelSessions count. */
export async function funnelSessions(
  store: ReportStore,
  { scope, definition, nowMs, ...asked }: FunnelSessionsArgs,
  options: QueryOptions = {},
): Promise<Page<SessionRowView>> {
  const step = readWhole(asked.step, { name: 'step', min: 1, max: definition.steps.length, fallback: 1 }) - 1;
  const outcome = oneOf(['left', 'reached'], asked.outcome, 'outcome') ?? 'left';
  const query = await queryOf(
    store,
    { scope, definition, split: null, edges: [scope.fromMs, scope.toMs] },
    options,
  );
  const found = await store.funnelSessions(
    { ...query, step, outcome, limit: LIMITS.funnelSessions },
    options,
  );
  const shown = found.slice(0, readLimit(asked.limit));
  const items: SessionRowView[] = [];
  // One after the other: a project may ask only so many questions at once.
  for (const key of shown) items.push(sessionView(await store.session(key, options), nowMs));
  return { items, total: found.length, nextCursor: null };
}

type Asked = Pick<FunnelArgs, 'scope' | 'definition'> & { split: SplitDimension | null; edges: number[] };

async function queryOf(store: ReportStore, asked: Asked, options: QueryOptions): Promise<FunnelQuery> {
  const { scope, definition, split, edges } = asked;
  const { projectNo, pageRules } = scope;
  const steps = await stepQueries(store, { projectNo, pageRules, steps: definition.steps }, options);
  const { windowMs, order, unit } = definition;
  return { ...storeScope(scope), steps, windowMs, order, unit, split, edges };
}

function labelOf(step: FunnelStep): string {
  return step.label ?? (step.type === 'page' ? step.value : step.name);
}

function shareOf(count: number, whole: number | undefined): number | null {
  return whole ? count / whole : null;
}
