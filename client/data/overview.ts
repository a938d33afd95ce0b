// The overview report of the scope, and of the same time before it when the scope is compared.

import type { Interval, OverviewAnswer } from '../../src/contract/api.ts';
import { earlier } from '../format/zone.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { getJson } from './api.ts';

export type OverviewPair = { now: OverviewAnswer; before: OverviewAnswer | null };

const HOUR_MS = 3_600_000;

/** Asks for the scope and then, when it is compared, for the earlier span, in the same intervals. */
export async function findOverview(
  projectId: string,
  scope: Scope,
  signal: AbortSignal,
): Promise<OverviewPair> {
  const path = `/projects/${encodeURIComponent(projectId)}/overview`;
  const query = scopeQuery(scope);
  query.delete('compare');
  const now = await getJson<OverviewAnswer>(path, { query, signal });
  if (!scope.compare) return { now, before: null };
  const span = earlierSpan(now.scope, now.interval);
  query.delete('period');
  query.set('from', String(span.fromMs));
  query.set('to', String(span.toMs));
  query.set('interval', now.interval);
  return { now, before: await getJson<OverviewAnswer>(path, { query, signal }) };
}

/**
 * The span before, moved by whole days, weeks or months in the scope's zone, so that both cover the same part of their
 * days: a Tuesday until noon stands against a Tuesday until noon, and slot against slot.
 */
export function earlierSpan(
  scope: { fromMs: number; toMs: number; timeZone: string },
  interval: Interval,
): { fromMs: number; toMs: number } {
  const hours = (scope.toMs - scope.fromMs) / HOUR_MS;
  // An hour's scope is widened to quarter-hours: it lies against the two hours before at most.
  if (hours <= 1.25) return moved(scope, (instant) => instant - Math.ceil(hours) * HOUR_MS);
  // A day of 25 hours (clocks set back) is one day.
  const days = Math.max(1, Math.ceil((hours - 1) / 24));
  if (interval === 'month') {
    const months = Math.max(1, Math.ceil((days - 3) / 30.44));
    return moved(scope, (instant) => earlier(instant, scope.timeZone, { months }));
  }
  const whole = interval === 'week' ? Math.ceil(days / 7) * 7 : days;
  return moved(scope, (instant) => earlier(instant, scope.timeZone, { days: whole }));
}

function moved(
  scope: { fromMs: number; toMs: number },
  move: (instant: number) => number,
): { fromMs: number; toMs: number } {
  return { fromMs: move(scope.fromMs), toMs: move(scope.toMs) };
}
