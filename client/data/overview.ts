// The overview report of the scope, and of the same time before it when the scope is compared.

import type { Interval, OverviewAnswer } from '../../src/contract/api.ts';
import { earlier } from '../format/zone.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { getJson } from './api.ts';

export type OverviewPair = { now: OverviewAnswer; before: OverviewAnswer | null };

const HOUR_MS = 3_600_000;
/** The last hour is widened to whole quarter-hours: moved by whole hours it stays slot against slot. */
const WIDENED_HOUR_MS = 1.25 * HOUR_MS;

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
  if (scope.toMs - scope.fromMs <= WIDENED_HOUR_MS) {
    const hours = Math.ceil((scope.toMs - scope.fromMs) / HOUR_MS);
    return moved(scope, (instant) => instant - hours * HOUR_MS);
  }
  const days = { hour: 1, day: 1, week: 7, month: 0 }[interval];
  const months = interval === 'month' ? 1 : 0;
  const perStepMs = (months > 0 ? 28 : days) * 24 * HOUR_MS;
  // From a little below the length upwards, to the first whole step that does not overlap.
  for (let steps = Math.max(1, Math.floor((scope.toMs - scope.fromMs) / perStepMs) - 2); ; steps++) {
    const span = moved(scope, (instant) =>
      earlier(instant, scope.timeZone, { days: days * steps, months: months * steps }),
    );
    if (span.toMs <= scope.fromMs) return span;
  }
}

function moved(
  scope: { fromMs: number; toMs: number },
  move: (instant: number) => number,
): { fromMs: number; toMs: number } {
  return { fromMs: move(scope.fromMs), toMs: move(scope.toMs) };
}
