// Which range is worth a look when the one that is shown has nothing: no button may lead to the same nothing. Pure.

import type { Period, ProjectView } from '../../src/contract/api.ts';
import { DAY_MS } from '../../src/contract/slots.ts';
import type { Scope } from '../state/scope.ts';
import { sumsOf } from './sums.ts';

export type OtherRange = { label: string; range: Pick<Scope, 'period' | 'fromMs' | 'toMs'> };

const HOUR_MS = DAY_MS / 24;
const LONGER: readonly { period: Period; reachMs: number; label: string }[] = [
  { period: '90d', reachMs: 90 * DAY_MS, label: 'Show the last 90 days' },
  { period: '12mo', reachMs: 365 * DAY_MS, label: 'Show the last 12 months' },
];

/**
 * A longer range than the one of the scope; in a project that kept to sums until lately the one since then, because a
 * longer one hides more. Null when the longest is shown, or nothing came since.
 */
export function otherRange(
  project: Pick<ProjectView, 'settings' | 'followsFromMs' | 'timeZone' | 'lastEventAtMs'>,
  scope: Pick<Scope, 'period' | 'fromMs' | 'toMs' | 'timeZone'>,
  nowMs: number,
): OtherRange | null {
  const since = sumsOf(project, scope, nowMs)?.since ?? null;
  if (since !== null) {
    if ((project.lastEventAtMs ?? 0) < project.followsFromMs) return null;
    // Not over yet: what comes within the hour is counted as well.
    const toMs = Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS;
    return { label: `Show since ${since}`, range: { period: null, fromMs: project.followsFromMs, toMs } };
  }
  const longer = LONGER.find(
    ({ period, reachMs }) => !reaches(scope, { period, fromMs: nowMs - reachMs, toMs: nowMs }),
  );
  if (!longer) return null;
  return { label: longer.label, range: { period: longer.period, fromMs: null, toMs: null } };
}

type Range = OtherRange['range'];

function reaches(scope: Range, { period, fromMs, toMs }: Range): boolean {
  if (scope.period !== null) return scope.period === '12mo' || scope.period === period;
  return (scope.fromMs ?? 0) <= (fromMs ?? 0) && (scope.toMs ?? 0) >= (toMs ?? 0);
}
