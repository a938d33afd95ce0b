// Adds up the sessions that begin in a scope: exact distinct visitors, median, series and breakdowns.

import type { Database } from 'bun:sqlite';
import { OVERVIEW_BREAKDOWNS, type OverviewBreakdown, type OverviewMetrics } from '../../contract/api.ts';
import type { OverviewQuery, OverviewRows } from '../port.ts';
import { bucketOf } from './report-buckets.ts';
import { countDistinct } from './report-distinct.ts';
import { medianInPlace } from './report-median.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { readGroups } from './report-session-groups.ts';

type VisitTotals = Pick<
  OverviewMetrics,
  'visitors' | 'sessions' | 'bounceRate' | 'medianDurationMs' | 'meanDurationMs'
>;
export type Visits = {
  totals: VisitTotals;
  series: { visitors: number; sessions: number }[];
  breakdowns: OverviewRows['breakdowns'];
};
/** Places in the columns of the sessions that count, and their visitors. */
type Begun = { rows: Uint32Array; numbers: Uint32Array; width: number };

/** Most breakdown rows. */
const TOP = 10;

export function tallyVisits(db: Database, query: OverviewQuery): Visits {
  const columns = readSessionColumns(db, query, { isBegun: true });
  const begun = begunOf(columns);
  const breakdowns = {} as OverviewRows['breakdowns'];
  for (const name of OVERVIEW_BREAKDOWNS) breakdowns[name] = breakdownOf(db, query, { columns, begun, name });
  return { totals: totalsOf(columns, begun), series: seriesOf(columns, begun, query.edges), breakdowns };
}

function begunOf({ count, isIn, visitor, visitors }: SessionColumns): Begun {
  const rows = Uint32Array.from({ length: count }, (_, row) => row).filter((row) => isIn[row] === 1);
  return { rows, numbers: rows.map((row) => visitor[row] as number), width: visitors };
}

function totalsOf(
  { durationMs, pageviews, customs }: SessionColumns,
  { rows, ...begun }: Begun,
): VisitTotals {
  const sessions = rows.length;
  const durations = Float64Array.from(rows, (row) => durationMs[row] as number);
  const bounces = rows.filter((row) => (pageviews[row] as number) <= 1 && customs[row] === 0).length;
  const [visitors = 0] = countDistinct(null, { ...begun, cells: 1 });
  return {
    visitors,
    sessions,
    bounceRate: sessions === 0 ? null : bounces / sessions,
    medianDurationMs: medianInPlace(durations),
    meanDurationMs: sessions === 0 ? null : durations.reduce((sum, ms) => sum + ms, 0) / sessions,
  };
}

function seriesOf({ startedAtMs }: SessionColumns, { rows, ...begun }: Begun, edges: readonly number[]) {
  const bucket = rows.map((row) => bucketOf(edges, startedAtMs[row] as number));
  const visitors = countDistinct(bucket, { ...begun, cells: edges.length - 1 });
  const series = Array.from(visitors, (count) => ({ visitors: count, sessions: 0 }));
  for (const number of bucket) series[number]!.sessions += 1;
  return series;
}

function breakdownOf(
  db: Database,
  query: OverviewQuery,
  { columns, begun, name }: { columns: SessionColumns; begun: Begun; name: OverviewBreakdown },
): OverviewRows['breakdowns'][OverviewBreakdown] {
  const { rows } = begun;
  const { group, names } = readGroups(db, query, columns, name);
  const groups = rows.map((row) => group[row] as number);
  const sessions = new Array<number>(names.length).fill(0);
  for (const number of groups) sessions[number]! += 1;
  const { numbers, width } = begun;
  const visitors = countDistinct(groups, { numbers, width, cells: names.length });
  return names
    .map((value, number) => ({
      value,
      sessions: sessions[number] as number,
      visitors: visitors[number] as number,
      share: (sessions[number] as number) / rows.length,
    }))
    .sort((a, b) => b.sessions - a.sessions || (a.value < b.value ? -1 : 1))
    .slice(0, TOP);
}
