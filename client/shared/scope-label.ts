// The scope of a share link in words. Pure.

import { PERIODS } from '../../src/contract/api.ts';
import type { SharedQuestion } from '../../src/contract/shares.ts';
import { filterLabel } from '../format/filter.ts';
import { DEVICE_LABELS, rangeLabel } from '../format/scope.ts';
import { parseFilter } from '../state/scope.ts';

/** `Last 7 days · Mobile · Country is Germany` */
export function sharedScopeLabel(
  { target, scope, timeZone }: SharedQuestion & { timeZone: string },
  nowMs: number,
): string {
  const period = scope.from === undefined ? (PERIODS.find((name) => name === scope.period) ?? '30d') : null;
  const range = { period, fromMs: Number(scope.from ?? 0), toMs: Number(scope.to ?? nowMs) };
  const filters = (scope.filter ?? []).map(parseFilter).filter((filter) => filter !== null);
  return [
    rangeLabel(range, scope.tz ?? timeZone, nowMs),
    target.device === undefined ? null : DEVICE_LABELS[target.device],
    ...filters.map((filter) => filterLabel(filter)),
    scope.segment === undefined ? null : 'a segment',
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
