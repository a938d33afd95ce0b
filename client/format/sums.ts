// What a project that keeps to sums, or did so until lately, does not show of a range, in words. Pure.

import type { Period, ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { DAY_MS } from '../../src/contract/slots.ts';
import type { Scope } from '../state/scope.ts';
import { formatMoment } from './time.ts';

const FEW = `fewer than ${LIMITS.leastVisitors} visitors`;

/** How far back a preset reaches at most. */
const REACH_MS: Readonly<Record<Period, number>> = {
  '1h': DAY_MS / 24,
  '24h': DAY_MS,
  today: DAY_MS,
  yesterday: 2 * DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '12mo': 366 * DAY_MS,
};

export type Sums = {
  /** Since when single people are shown again: `22 Nov, 12:13`; null while nobody is. */
  since: string | null;
  /** Stands above a report. */
  note: string;
  /** Why a sum may be empty though something happened. */
  sum: string;
  /** Why nobody of before is listed. */
  people: string;
};

/** Null when all of the range is shown. */
export function sumsOf(
  { settings, followsFromMs, timeZone }: Pick<ProjectView, 'settings' | 'followsFromMs' | 'timeZone'>,
  scope: Pick<Scope, 'period' | 'fromMs' | 'timeZone'>,
  nowMs: number,
): Sums | null {
  if (settings.aggregateOnly) {
    return {
      since: null,
      note: `Sums only: what ${FEW} did is hidden and counts as nothing.`,
      sum: `What ${FEW} did is hidden: this project keeps to sums.`,
      people: 'This project keeps to sums: nothing that follows one person is shown.',
    };
  }
  const fromMs = scope.period === null ? (scope.fromMs ?? nowMs) : nowMs - REACH_MS[scope.period];
  if (followsFromMs <= fromMs) return null;
  const since = formatMoment(followsFromMs, scope.timeZone ?? timeZone, nowMs);
  return {
    since,
    note: `This project kept to sums until ${since}: sessions of before are not shown one by one, and in a range that begins before, what ${FEW} did is hidden.`,
    sum: `What ${FEW} did is hidden in a range that begins before ${since}: until then this project kept to sums.`,
    people: `Until ${since} this project kept to sums: sessions of before are not shown one by one, whatever the range.`,
  };
}
