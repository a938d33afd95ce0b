// "What changed": the values of all breakdowns whose sessions moved most against the span before. Pure.

import { OVERVIEW_BREAKDOWNS, type OverviewAnswer, type OverviewBreakdown } from '../../src/contract/api.ts';

export type Mover = { breakdown: OverviewBreakdown; value: string; now: number; before: number };

/** Rows a breakdown of the overview carries at most: a full list says nothing about values missing in it. */
const FULL_LIST = 10;
/** Changes below this are noise: sessions, and share of the larger side. */
const LEAST_SESSIONS = 5;
const LEAST_SHARE = 0.1;

/** At most `limit` movers, the largest difference in sessions first. */
export function movers(now: OverviewAnswer, before: OverviewAnswer, limit = 6): Mover[] {
  const found: Mover[] = [];
  for (const breakdown of OVERVIEW_BREAKDOWNS) {
    const current = new Map(now.breakdowns[breakdown].map((row) => [row.value, row.sessions]));
    const earlier = new Map(before.breakdowns[breakdown].map((row) => [row.value, row.sessions]));
    for (const value of new Set([...current.keys(), ...earlier.keys()])) {
      const sessions = current.get(value) ?? (current.size < FULL_LIST ? 0 : null);
      const previous = earlier.get(value) ?? (earlier.size < FULL_LIST ? 0 : null);
      if (sessions !== null && previous !== null)
        found.push({ breakdown, value, now: sessions, before: previous });
    }
  }
  return found
    .filter((one) => {
      const difference = Math.abs(one.now - one.before);
      return difference >= LEAST_SESSIONS && difference / Math.max(one.now, one.before) >= LEAST_SHARE;
    })
    .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))
    .slice(0, limit);
}
