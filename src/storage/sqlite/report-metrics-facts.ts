// Splits by what happened: pages viewed, custom events, their categories and properties. Each fact belongs to a session
// of the scope; sessions and visitors are counted once for each group.

import type { Database } from 'bun:sqlite';
import { isFactSplit } from '../../contract/metrics.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { splitFacts } from './report-fact-splits.ts';
import {
  bucketFinder,
  emptyPeople,
  emptyTables,
  happenedRow,
  type MetricTables,
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
  const tables = emptyTables(query.edges);
  const found = { group: [] as number[], bucket: [] as number[], session: [] as number[] };
  const { startedAtMs, isIn, visitor } = columns;
  const { fromMs, toMs, edges } = query;
  const bucketOf = bucketFinder(edges);
  const { happened } = tables;
  const amounts = query.split === 'page' ? happened.pageviews : happened.customs;
  for (const piece of readSessionFacts(db, columns, split.needs)) {
    const { counts, offsetMs } = piece.facts;
    const groupsAt = split.of(piece);
    const valueAt = valueReader(piece);
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const end = place + (counts[own] as number);
      const session = piece.at + own;
      const startMs = startedAtMs[session] as number;
      if (isIn[session] !== 1) place = end;
      for (; place < end; place += 1) {
        const tsMs = startMs + (offsetMs[place] as number);
        if (tsMs < fromMs || tsMs >= toMs) continue;
        const groups = groupsAt(place, session);
        if (groups.length === 0) continue;
        const bucket = bucketOf(tsMs);
        const value = valueAt(place);
        for (let each = 0; each < groups.length; each += 1) {
          const group = groups[each] as number;
          found.group.push(group);
          found.bucket.push(bucket);
          found.session.push(session);
          const row = happenedRow(happened, group, bucket);
          amounts[row]! += 1;
          if (value !== 0) happened.valueSum[row]! += value;
        }
      }
    }
  }
  tables.people = peopleOf(found, visitor, columns);
  tables.names = split.names;
  return tables;
}

function peopleOf(
  { group, bucket, session }: Record<'group' | 'bucket' | 'session', number[]>,
  visitorOf: Uint32Array,
  { visitors }: SessionColumns,
): MetricTables['people'] {
  const people = emptyPeople(group.length, { areFacts: true });
  people.group.set(group);
  people.bucket.set(bucket);
  people.session = Uint32Array.from(session);
  for (let row = 0; row < session.length; row += 1)
    people.visitor[row] = visitorOf[session[row] as number] as number;
  return { ...people, rows: group.length, visitors };
}

/** Value of the fact at a place, 0 without one; to be asked in ascending order. */
function valueReader({ values }: PieceFacts): (place: number) => number {
  if (values === null) return () => 0;
  const { places, values: amounts } = values;
  let at = 0;
  return (place) => {
    while (at < places.length && (places[at] as number) < place) at += 1;
    return places[at] === place ? (amounts[at] as number) : 0;
  };
}
