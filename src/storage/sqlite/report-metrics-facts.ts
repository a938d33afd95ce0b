// Splits by what happened: pages viewed, custom events, their categories and properties. Each fact belongs to a session
// of the scope; sessions and visitors are counted once for each group.

import type { Database } from 'bun:sqlite';
import { isFactSplit } from '../../contract/metrics.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { NO_GROUP, type PieceKeys, SEVERAL, splitFacts, UNMET } from './report-fact-splits.ts';
import {
  bucketFinder,
  emptyPeople,
  emptyTables,
  type Happened,
  happenedRow,
  type MetricTables,
  roomForPeople,
} from './report-metrics-tables.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { type PieceFacts, readSessionFacts } from './report-session-facts.ts';

/** Whether the question is about what happened and not about whole sessions. */
export function areFacts({ split, event }: Pick<MetricsQuery, 'split' | 'event'>): boolean {
  return event !== null || (split !== null && isFactSplit(split));
}

export function readFactTables(db: Database, query: MetricsQuery): MetricTables {
  const columns = readSessionColumns(db, query);
  const split = splitFacts(db, query, columns);
  const isOfPages = query.split === 'page';
  const expected = isOfPages ? columns.pageviews : columns.customs;
  const tables = emptyTables(query.edges, emptyPeople(sumOf(expected), { areFacts: true }));
  tables.people.visitors = columns.visitors;
  tables.names = split.names;
  const { happened } = tables;
  const amounts = isOfPages ? happened.pageviews : happened.customs;
  const adder = createAdder(tables, columns, amounts);
  for (const piece of readSessionFacts(db, columns, split.needs))
    addPiece(piece, split.of(piece), { query, columns, adder });
  return tables;
}

type Adder = {
  /** Whose facts follow. */
  begin(session: number): void;
  add(group: number, bucket: number, value: number): void;
};

function addPiece(
  piece: PieceFacts,
  { keys, groupOf, meet }: PieceKeys,
  { query, columns, adder }: { query: MetricsQuery; columns: SessionColumns; adder: Adder },
): void {
  const { startedAtMs, isIn } = columns;
  const { fromMs, toMs, edges } = query;
  const { counts, offsetMs } = piece.facts;
  const values = valuesByPlace(piece);
  const bucketOf = bucketFinder(edges);
  let place = 0;
  for (let own = 0; own < counts.length; own += 1) {
    const end = place + (counts[own] as number);
    const session = piece.at + own;
    const startMs = startedAtMs[session] as number;
    if (isIn[session] !== 1) place = end;
    else adder.begin(session);
    for (; place < end; place += 1) {
      const key = keys[place] as number;
      const group = groupOf[key] as number;
      if (group === NO_GROUP) continue;
      const tsMs = startMs + (offsetMs[place] as number);
      if (tsMs < fromMs || tsMs >= toMs) continue;
      const value = values === null ? 0 : (values[place] as number);
      const bucket = bucketOf(tsMs);
      if (group >= 0) adder.add(group, bucket, value);
      else if (group === UNMET || group === SEVERAL)
        for (const each of meet(key)) adder.add(each, bucket, value);
    }
  }
}

/** Counts a fact in its group and bucket, and its session there once: facts of one session come together. */
function createAdder(
  { happened, people }: MetricTables,
  { visitor }: SessionColumns,
  amounts: number[],
): Adder {
  // The session that was counted last in each row of what happened.
  const last: number[] = [];
  let session = -1;
  return {
    begin(next) {
      session = next;
    },
    add(group, bucket, value) {
      const row = rowOf(happened, group, bucket);
      amounts[row]! += 1;
      if (value !== 0) happened.valueSum[row]! += value;
      if (last[row] === session) return;
      last[row] = session;
      if (people.rows === people.group.length) roomForPeople(people);
      const { rows } = people;
      people.group[rows] = group;
      people.bucket[rows] = bucket;
      people.visitor[rows] = visitor[session] as number;
      (people.session as Uint32Array)[rows] = session;
      people.rows = rows + 1;
    },
  };
}

function rowOf(happened: Happened, group: number, bucket: number): number {
  return happened.rows[group * happened.buckets + bucket] ?? happenedRow(happened, group, bucket);
}

/** Value of the fact at each place, 0 without one; null when none was asked for. */
function valuesByPlace({ facts, values }: PieceFacts): Float64Array | null {
  if (values === null) return null;
  const byPlace = new Float64Array(facts.codes.length);
  const { places, values: amounts } = values;
  for (let at = 0; at < places.length; at += 1) byPlace[places[at] as number] = amounts[at] as number;
  return byPlace;
}

function sumOf(counts: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at += 1) sum += counts[at] as number;
  return sum;
}
