// "What changed": the values whose sessions moved least like all sessions did against the span before. Pure.

import { OVERVIEW_BREAKDOWNS, type OverviewAnswer, type OverviewBreakdown } from '../../src/contract/api.ts';

export type Mover = { breakdown: OverviewBreakdown; value: string; now: number; before: number };

/** Rows a breakdown of the overview carries at most: a full list says nothing about values missing in it. */
const FULL_LIST = 10;
/** Differences below this are noise: sessions, and share of the larger side. */
const LEAST_SESSIONS = 5;
const LEAST_SHARE = 0.1;
/** Share of its own earlier number that a value must have moved by: 165 after 152 is no change to lead with, whatever the rest did. */
const LEAST_OWN_SHARE = 0.15;

/** At most `limit` values, the one farthest from what the whole would make one expect first. */
export function movers(now: OverviewAnswer, before: OverviewAnswer, limit = 6): Mover[] {
  // Without an earlier session everything would be new.
  if (before.totals.sessions === 0) return [];
  const trend = now.totals.sessions / before.totals.sessions;
  const ownShare = (one: Mover): number => Math.abs(one.now - one.before) / Math.max(one.before, 1);
  const surprise = (one: Mover): number => Math.abs(one.now - one.before * trend);
  return OVERVIEW_BREAKDOWNS.flatMap((breakdown) => pairs(breakdown, now, before))
    .filter(
      (one) =>
        surprise(one) >= LEAST_SESSIONS &&
        ownShare(one) >= LEAST_OWN_SHARE &&
        surprise(one) / Math.max(one.now, one.before * trend) >= LEAST_SHARE,
    )
    .sort((a, b) => surprise(b) - surprise(a))
    .slice(0, limit);
}

function pairs(breakdown: OverviewBreakdown, now: OverviewAnswer, before: OverviewAnswer): Mover[] {
  const current = new Map(now.breakdowns[breakdown].map((row) => [row.value, row.sessions]));
  const earlier = new Map(before.breakdowns[breakdown].map((row) => [row.value, row.sessions]));
  const found: Mover[] = [];
  for (const value of new Set([...current.keys(), ...earlier.keys()])) {
    const sessions = current.get(value) ?? (current.size < FULL_LIST ? 0 : null);
    const previous = earlier.get(value) ?? (earlier.size < FULL_LIST ? 0 : null);
    if (sessions !== null && previous !== null)
      found.push({ breakdown, value, now: sessions, before: previous });
  }
  return found;
}
