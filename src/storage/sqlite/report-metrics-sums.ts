// Adds up the tables of report-metrics-tables.ts: totals, buckets, the largest groups and the rest. Visitors are counted
// once in every cell, whatever it is a cell of.

import { NO_VALUE } from '../../contract/dimensions.ts';
import type { MetricCounts, MetricGroup, MetricsQuery, MetricsRows } from '../port-metrics.ts';
import { countDistinct, orderByCell } from './report-distinct.ts';
import type { MetricTables, People } from './report-metrics-tables.ts';
import { median } from './report-overview-tally.ts';

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
function rankGroups(tables: MetricTables, { order, limit }: MetricsQuery): number[] {
  const count = tables.names.length;
  const amounts =
    order === 'visitors' || order === 'sessions'
      ? countPeople(tables, order)
      : sumBy(tables.happened.group, tables.happened[order], count);
  const nameOf = (group: number): string => tables.names[group] as string;
  return Array.from({ length: count }, (_, group) => group)
    .sort((a, b) => {
      const difference = (amounts[b] as number) - (amounts[a] as number);
      return difference || (nameOf(a) < nameOf(b) ? -1 : 1);
    })
    .slice(0, limit);
}

function countPeople({ people, names }: MetricTables, what: 'visitors' | 'sessions'): number[] {
  const counts = new Array<number>(names.length).fill(0);
  if (what === 'sessions' && people.session === null) {
    for (let row = 0; row < people.rows; row += 1) counts[people.group[row] as number]! += 1;
    return counts;
  }
  const cellOf = people.group.subarray(0, people.rows);
  if (what === 'sessions' && people.session !== null)
    return [...countSessions(cellOf, people.session, names.length)];
  const visitors = { numbers: people.visitor.subarray(0, people.rows), width: people.visitors };
  countDistinct(cellOf, { ...visitors, cells: names.length }, (cell, different) => {
    counts[cell] = different;
  });
  return counts;
}

function sumBy(groups: readonly number[], amounts: readonly number[], count: number): number[] {
  const sums = new Array<number>(count).fill(0);
  for (const [row, group] of groups.entries())
    sums[group] = (sums[group] as number) + (amounts[row] as number);
  return sums;
}

type Sums = { totals: MetricCounts; series: MetricCounts[] };
type Layout = { places: number; placeOf: PlaceOf; buckets: number; isMedianWanted: boolean };

/** Cell of a place: 0 is its total, bucket b is b + 1. */
function sumPlaces(tables: MetricTables, { places, placeOf, buckets, isMedianWanted }: Layout): Sums[] {
  const width = buckets + 1;
  const cells = Array.from({ length: places * width }, emptyCounts);
  const placeOfGroup = Int32Array.from({ length: Math.max(1, tables.names.length) }, (_, group) =>
    placeOf(group),
  );
  const placeAt = (group: number): number => (placeOfGroup[group] as number) * width;
  addHappenings(tables, { cells, placeAt, buckets });
  addPeople(tables, { cells, placeAt, buckets, isMedianWanted });
  return Array.from({ length: places }, (_, place) => {
    const [totals, ...series] = cells.slice(place * width, (place + 1) * width);
    return { totals: totals as MetricCounts, series };
  });
}

type Target = { cells: MetricCounts[]; placeAt: (group: number) => number; buckets: number };

function addHappenings({ happened }: MetricTables, { cells, placeAt, buckets }: Target): void {
  const { group, bucket, pageviews, events, clicks, customs, valueSum } = happened;
  const add = (cell: MetricCounts, row: number): void => {
    cell.pageviews += pageviews[row] as number;
    cell.events += events[row] as number;
    cell.clicks += clicks[row] as number;
    cell.customs += customs[row] as number;
    cell.valueSum += valueSum[row] as number;
  };
  for (let row = 0; row < group.length; row += 1) {
    const total = placeAt(group[row] as number);
    add(cells[total] as MetricCounts, row);
    if (buckets > 0) add(cells[total + 1 + (bucket[row] as number)] as MetricCounts, row);
  }
}

function addPeople(tables: MetricTables, target: Target & { isMedianWanted: boolean }): void {
  const { people } = tables;
  const { cells, placeAt, buckets } = target;
  const { rows } = people;
  const cellOf = new Uint32Array(buckets > 0 ? rows * 2 : rows);
  for (let row = 0; row < rows; row += 1) {
    const total = placeAt(people.group[row] as number);
    cellOf[row] = total;
    if (buckets > 0) cellOf[rows + row] = total + 1 + (people.bucket[row] as number);
  }
  const visitors = { numbers: people.visitor.subarray(0, rows), width: people.visitors, cells: cells.length };
  countDistinct(cellOf, visitors, (cell, different) => {
    (cells[cell] as MetricCounts).visitors = different;
  });
  if (people.session === null) {
    addDurations(people, cellOf, target);
    return;
  }
  const sessions = countSessions(cellOf, people.session, cells.length);
  for (const [cell, counts] of cells.entries()) counts.sessions = sessions[cell] as number;
}

/** Different sessions of each cell. Facts stand session by session, so the last one of a cell tells whether it is new. */
function countSessions(cellOf: Uint32Array, session: Uint32Array, cells: number): Uint32Array {
  const counts = new Uint32Array(cells);
  const last = new Int32Array(cells).fill(-1);
  const rows = session.length;
  for (let at = 0; at < cellOf.length; at += 1) {
    const cell = cellOf[at] as number;
    const number = session[at < rows ? at : at - rows] as number;
    if (last[cell] === number) continue;
    last[cell] = number;
    counts[cell]! += 1;
  }
  return counts;
}

function addDurations(
  { rows, durationMs, isBounce }: People,
  cellOf: Uint32Array,
  { cells, isMedianWanted }: Target & { isMedianWanted: boolean },
): void {
  const sums = { durationMs: new Float64Array(cells.length), bounces: new Uint32Array(cells.length) };
  const { starts, order } = orderByCell(cellOf, cells.length);
  for (let at = 0; at < cellOf.length; at += 1) {
    const cell = cellOf[at] as number;
    const row = at < rows ? at : at - rows;
    sums.durationMs[cell]! += durationMs[row] as number;
    sums.bounces[cell]! += isBounce[row] as number;
  }
  for (const [cell, counts] of cells.entries()) {
    const from = starts[cell] as number;
    const to = starts[cell + 1] as number;
    counts.sessions = to - from;
    counts.durationMs = sums.durationMs[cell] as number;
    counts.bounces = sums.bounces[cell] as number;
    if (!isMedianWanted) continue;
    const own = new Float64Array(to - from);
    for (let at = from; at < to; at += 1) {
      const row = order[at] as number;
      own[at - from] = durationMs[row < rows ? row : row - rows] as number;
    }
    counts.medianDurationMs = median(own);
  }
}

function emptyCounts(): MetricCounts {
  return {
    ...{ visitors: 0, sessions: 0, bounces: 0, durationMs: 0, medianDurationMs: null },
    ...{ pageviews: 0, events: 0, clicks: 0, customs: 0, valueSum: 0 },
  };
}
