// Adds up the tables of report-metrics-tables.ts: totals, buckets, the largest groups and the rest. Visitors are counted
// once in every cell, whatever it is a cell of.

import { NO_VALUE } from '../../contract/dimensions.ts';
import type { MetricCounts, MetricGroup, MetricsQuery, MetricsRows } from '../port-metrics.ts';
import { countDistinct } from './report-distinct.ts';
import { mediansOf } from './report-median.ts';
import { AMOUNTS, type MetricTables, type People } from './report-metrics-tables.ts';

/** Where the rows of a group stand in an answer; -1 for nowhere. */
type PlaceOf = (group: number) => number;

export function sumMetrics(tables: MetricTables, query: MetricsQuery): MetricsRows {
  // The only bucket is the total.
  const buckets = query.edges.length === 2 ? 0 : query.edges.length - 1;
  const isMedianWanted = query.needs.includes('median');
  const [all] = sumPlaces(tables, { places: 1, placeOf: () => 0, buckets, isMedianWanted });
  const { totals } = all as Sums;
  const series = buckets === 0 ? [totals] : (all as Sums).series;
  if (query.split === null) return { totals, series, groups: [], other: null, groupCount: 0 };

  const ranked = rankGroups(tables, query);
  const placeOfGroup = new Map(ranked.map((group, place) => [group, place]));
  const groupCount = tables.names.length;
  const sums = sumPlaces(tables, {
    places: ranked.length + 1,
    placeOf: (group) => placeOfGroup.get(group) ?? ranked.length,
    buckets: query.hasGroupSeries ? buckets : 0,
    isMedianWanted,
  });
  const withSeries = (sum: Sums): Sums =>
    query.hasGroupSeries && buckets === 0 ? { ...sum, series: [sum.totals] } : sum;
  const groups = ranked.map((group, place): MetricGroup => {
    return { value: tables.names[group] ?? NO_VALUE, ...withSeries(sums[place] as Sums) };
  });
  const rest = withSeries(sums[ranked.length] as Sums);
  return {
    totals,
    series,
    groups,
    other: groupCount > ranked.length ? { value: '', ...rest } : null,
    groupCount,
  };
}

/** The largest groups, most first. */
function rankGroups({ names, people, happened }: MetricTables, { order, limit }: MetricsQuery): number[] {
  const ownCells = { cellOf: people.group.subarray(0, people.rows), cells: names.length };
  const isOfFacts = people.session !== null;
  const amounts =
    order === 'visitors'
      ? visitorsOf(people, ownCells)
      : order === 'sessions' && isOfFacts
        ? sessionsOf(people, ownCells)
        : sumBy(happened.group, happened[order], names.length);
  const nameOf = (group: number): string => names[group] as string;
  return Array.from({ length: names.length }, (_, group) => group)
    .sort((a, b) => {
      const difference = (amounts[b] as number) - (amounts[a] as number);
      return difference || (nameOf(a) < nameOf(b) ? -1 : 1);
    })
    .slice(0, limit);
}

function sumBy(groups: readonly number[], amounts: readonly number[], count: number): number[] {
  const sums = new Array<number>(count).fill(0);
  for (const [row, group] of groups.entries())
    sums[group] = (sums[group] as number) + (amounts[row] as number);
  return sums;
}

type Sums = { totals: MetricCounts; series: MetricCounts[] };
type Layout = { places: number; placeOf: PlaceOf; buckets: number; isMedianWanted: boolean };
/** Which of so many cells each row of people is counted in; all in the only one where `cellOf` is null. */
type Cells = { cellOf: Uint32Array | null; cells: number };

function sumPlaces(tables: MetricTables, { places, placeOf, buckets, isMedianWanted }: Layout): Sums[] {
  const { people, names } = tables;
  const { rows, group, bucket } = people;
  const placeOfGroup = Int32Array.from({ length: Math.max(1, names.length) }, (_, own) => placeOf(own));
  const isOne = places === 1;
  const placeAt = isOne ? null : cellsOf(rows, (row) => placeOfGroup[group[row] as number]);
  const bucketAt = isOne
    ? bucket.subarray(0, rows)
    : cellsOf(rows, (row) => (placeAt?.[row] as number) * buckets + (bucket[row] as number));
  const wanted = { isMedianWanted };
  const totals = countPeople(people, { cellOf: placeAt, cells: places }, wanted);
  const series =
    buckets === 0 ? [] : countPeople(people, { cellOf: bucketAt, cells: places * buckets }, wanted);
  addHappenings(tables, { totals, series, buckets, placeOfGroup });
  return totals.map((own, place) => ({
    totals: own,
    series: series.slice(place * buckets, (place + 1) * buckets),
  }));
}

function cellsOf(rows: number, cellOf: (row: number) => number | undefined): Uint32Array {
  const cells = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) cells[row] = cellOf(row) as number;
  return cells;
}

/** What does not add up; all else is 0 so far. */
function countPeople(
  people: People,
  own: Cells,
  { isMedianWanted }: { isMedianWanted: boolean },
): MetricCounts[] {
  const visitors = visitorsOf(people, own);
  const sessions = people.session === null ? null : sessionsOf(people, own);
  const medians =
    isMedianWanted && sessions === null ? mediansOf(people.durationMs.subarray(0, people.rows), own) : null;
  return Array.from({ length: own.cells }, (_, cell) => ({
    visitors: visitors[cell] as number,
    sessions: sessions?.[cell] ?? 0,
    medianDurationMs: medians?.[cell] ?? null,
    ...{ bounces: 0, durationMs: 0, pageviews: 0, events: 0, clicks: 0, customs: 0, valueSum: 0 },
  }));
}

function visitorsOf({ rows, visitor, visitors }: People, { cellOf, cells }: Cells): Uint32Array {
  return countDistinct(cellOf, { numbers: visitor.subarray(0, rows), width: visitors, cells });
}

/** Different sessions of facts. They stand session by session, so the last one of a cell tells whether one is new. */
function sessionsOf({ rows, session }: People, { cellOf, cells }: Cells): Uint32Array {
  const counts = new Uint32Array(cells);
  const last = new Int32Array(cells).fill(-1);
  for (let row = 0; row < rows; row += 1) {
    const cell = cellOf === null ? 0 : (cellOf[row] as number);
    const number = session?.[row] as number;
    if (last[cell] === number) continue;
    last[cell] = number;
    counts[cell]! += 1;
  }
  return counts;
}

type Target = { totals: MetricCounts[]; series: MetricCounts[]; buckets: number; placeOfGroup: Int32Array };

function addHappenings({ happened }: MetricTables, { totals, series, buckets, placeOfGroup }: Target): void {
  const add = (counts: MetricCounts, row: number): void => {
    for (const name of AMOUNTS) counts[name] += happened[name][row] as number;
  };
  for (const [row, group] of happened.group.entries()) {
    const place = placeOfGroup[group] as number;
    add(totals[place] as MetricCounts, row);
    if (buckets > 0) add(series[place * buckets + (happened.bucket[row] as number)] as MetricCounts, row);
  }
}
