// Retention: who came again, by when they first came.

import { RETENTION_INTERVALS, RETENTION_UNITS, type RetentionAnswer } from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { bucketEdges, bucketLabel } from './buckets.ts';
import { oneOf } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type RetentionArgs = {
  scope: ResolvedScope;
  /** One of RETENTION_INTERVALS, weeks by default. */
  interval?: string | undefined;
  /** One of RETENTION_UNITS, visitors by default. */
  unit?: string | undefined;
};

/**
 * Whole days or weeks of the scope's zone; the first and the last may be cut by the range. Throws `invalid` for unknown
 * names and for more than LIMITS.retentionCohorts cohorts.
 */
export async function retention(
  store: ReportStore,
  { scope, interval, unit }: RetentionArgs,
  options: QueryOptions = {},
): Promise<RetentionAnswer> {
  const width = oneOf(RETENTION_INTERVALS, interval, 'interval') ?? 'week';
  const who = oneOf(RETENTION_UNITS, unit, 'unit') ?? 'visitor';
  const edges = bucketEdges(scope, width);
  if (edges.length - 1 > LIMITS.retentionCohorts) {
    throw new HeatError({
      kind: 'invalid',
      code: 'bad_interval',
      message: `Cannot show ${edges.length - 1} cohorts: at most ${LIMITS.retentionCohorts} are; take weeks or a shorter range`,
      details: { allowed: RETENTION_INTERVALS },
    });
  }
  const cohorts = await store.retention({ ...storeScope(scope), unit: who, edges }, options);
  return {
    scope: scopeView(scope),
    interval: width,
    unit: who,
    cohorts: cohorts.map((cohort, index) => {
      const startMs = edges[index] as number;
      return { startMs, label: bucketLabel(scope.timeZone, startMs, width), ...cohort };
    }),
  };
}
