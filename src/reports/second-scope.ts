// The scope that a heatmap is compared with: the stretch before, or one that is told in full by `vs…` parameters.

import type { Device } from '../contract/event-types.ts';
import { HeatError } from '../lib/errors.ts';
import { defaultInterval } from './buckets.ts';
import { readDevice } from './parameters.ts';
import { previousSpan } from './previous.ts';
import { type ResolvedScope, resolveScope } from './scope.ts';

/** As they stand in the query string. Nothing is taken over from the first scope but its zone and its answer to bots. */
export type SecondParams = {
  vsPeriod?: string | undefined;
  vsFrom?: string | undefined;
  vsTo?: string | undefined;
  vsFilter?: string | readonly string[] | undefined;
  vsDevice?: string | undefined;
};
export type Side = { scope: ResolvedScope; device: Device | null };

/**
 * Null when nothing is compared. Throws `invalid` for `compare=previous` beside a second scope, for a second scope
 * without a range, and for what resolveScope() refuses.
 */
export function secondSide(first: Side, given: SecondParams & { nowMs: number }): Side | null {
  const { vsPeriod, vsFrom, vsTo, vsFilter, vsDevice, nowMs } = given;
  const hasRange = vsPeriod !== undefined || vsFrom !== undefined;
  const isTold = [vsPeriod, vsFrom, vsTo, vsFilter, vsDevice].some((value) => value !== undefined);
  const { scope, device } = first;
  if (!isTold) return scope.comparePrevious ? { scope: previousScope(scope), device } : null;
  if (scope.comparePrevious) throw refused('"compare" and a second scope ("vs…") exclude each other');
  if (!hasRange) throw refused('the second scope needs a range: vsPeriod, or vsFrom and vsTo');
  const params = { period: vsPeriod, from: vsFrom, to: vsTo, filter: vsFilter };
  const { projectNo, timeZone, includeBots } = scope;
  const second = resolveScope(params, { projectNo, timeZone }, nowMs);
  return { scope: { ...second, includeBots }, device: readDevice(vsDevice) };
}

/** The same stretch of the calendar before it, with the same filters. */
function previousScope(scope: ResolvedScope): ResolvedScope {
  const { fromMs, toMs } = previousSpan(scope, defaultInterval(scope));
  return { ...scope, fromMs, toMs, period: null };
}

function refused(reason: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_comparison',
    message: `Cannot compare: ${reason}`,
  });
}
