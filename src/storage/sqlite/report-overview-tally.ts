// Adds up sessions in ascending order of their start: exact distinct visitors, median, series and breakdowns in one
// pass. Keeps small integers for each session, never the row.

import { OVERVIEW_BREAKDOWNS, type OverviewBreakdown, type OverviewMetrics } from '../../contract/api.ts';
import { NO_VALUE } from '../../contract/dimensions.ts';
import type { OverviewRows } from '../port.ts';
import { deviceOf } from './report-session-row.ts';

export type Visit = {
  visitor: string;
  startedAtMs: number;
  durationMs: number;
  pageviews: number;
  customs: number;
  source: string | null;
  country: string | null;
  device: number | null;
  browser: string | null;
  os: string | null;
};
type VisitTotals = Pick<
  OverviewMetrics,
  'visitors' | 'sessions' | 'bounceRate' | 'medianDurationMs' | 'meanDurationMs'
>;
export type VisitTally = {
  /** Must be called in ascending order of `startedAtMs`; `entry` is the path of the first page. */
  add(visit: Visit, entry: string | null): void;
  result(): {
    totals: VisitTotals;
    series: { visitors: number; sessions: number }[];
    breakdowns: OverviewRows['breakdowns'];
  };
};

/** Most breakdown rows; each is a bit of a visitor's mask below. */
const TOP = 10;

export function createVisitTally(edges: readonly number[]): VisitTally {
  const visitorNumbers = new Map<string, number>();
  const visitorOfSession: number[] = [];
  const lastBucketOfVisitor: number[] = [];
  const durations: number[] = [];
  const series = edges.slice(1).map(() => ({ visitors: 0, sessions: 0 }));
  const columns = new Map(OVERVIEW_BREAKDOWNS.map((name) => [name, createColumn()]));
  let bucket = 0;
  let bounces = 0;

  return {
    add(visit, entry) {
      const visitor = visitorNumbers.get(visit.visitor) ?? visitorNumbers.size;
      visitorNumbers.set(visit.visitor, visitor);
      visitorOfSession.push(visitor);
      durations.push(visit.durationMs);
      if (visit.pageviews <= 1 && visit.customs === 0) bounces++;
      while (visit.startedAtMs >= (edges[bucket + 1] ?? Number.POSITIVE_INFINITY)) bucket++;
      const slot = series[bucket];
      if (slot) {
        slot.sessions++;
        if (lastBucketOfVisitor[visitor] !== bucket) slot.visitors++;
        lastBucketOfVisitor[visitor] = bucket;
      }
      for (const [name, column] of columns) column.add(dimensionValue(visit, entry, name));
    },
    result() {
      const sessions = visitorOfSession.length;
      const breakdowns = {} as OverviewRows['breakdowns'];
      for (const [name, column] of columns) breakdowns[name] = column.top(visitorOfSession);
      return {
        totals: {
          visitors: visitorNumbers.size,
          sessions,
          bounceRate: sessions === 0 ? null : bounces / sessions,
          medianDurationMs: median(durations),
          meanDurationMs: sessions === 0 ? null : durations.reduce((sum, ms) => sum + ms, 0) / sessions,
        },
        series,
        breakdowns,
      };
    },
  };
}

function dimensionValue(visit: Visit, entry: string | null, name: OverviewBreakdown): string | null {
  if (name === 'entry') return entry;
  if (name === 'device') return deviceOf(visit.device);
  return visit[name];
}

/** Sessions by value of one dimension. */
function createColumn() {
  const numbers = new Map<string | null, number>();
  const sessions: number[] = [];
  const valueOfSession: number[] = [];
  return {
    add(value: string | null): void {
      const number = numbers.get(value) ?? numbers.size;
      if (number === numbers.size) {
        numbers.set(value, number);
        sessions.push(0);
      }
      sessions[number] = (sessions[number] ?? 0) + 1;
      valueOfSession.push(number);
    },
    top(visitorOfSession: readonly number[]): OverviewRows['breakdowns'][OverviewBreakdown] {
      const rows = [...numbers]
        .map(([value, number]) => ({ value: value ?? NO_VALUE, number, sessions: sessions[number] ?? 0 }))
        .sort((a, b) => b.sessions - a.sessions || (a.value < b.value ? -1 : 1))
        .slice(0, TOP);
      const visitors = countVisitors(rows, valueOfSession, visitorOfSession);
      return rows.map((row, index) => ({
        value: row.value,
        sessions: row.sessions,
        visitors: visitors[index] ?? 0,
        share: row.sessions / visitorOfSession.length,
      }));
    },
  };
}

/** Distinct visitors of each row, by one bit for each row in a mask for each visitor. */
function countVisitors(
  rows: readonly { number: number }[],
  valueOfSession: readonly number[],
  visitorOfSession: readonly number[],
): number[] {
  const counts = rows.map(() => 0);
  const rowOfValue = new Map(rows.map((row, index) => [row.number, index]));
  const masks: number[] = [];
  for (const [session, value] of valueOfSession.entries()) {
    const row = rowOfValue.get(value);
    if (row === undefined) continue;
    const visitor = visitorOfSession[session] as number;
    const mask = masks[visitor] ?? 0;
    if (mask & (1 << row)) continue;
    masks[visitor] = mask | (1 << row);
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}

/** Middle value, or the mean of the two middle ones; null for none. */
export function median(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
