// The sessions of a scope as columns of numbers, each in the group of its value. Those that cross the edge of a bucket
// are counted event by event, the others by their own counters, which equal their events.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { NO_VALUE, type SplitDimension } from '../../contract/dimensions.ts';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import type { SessionSplit } from '../../contract/metrics.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { IS_RETURNING, TEXT_COLUMNS } from './report-dimensions.ts';
import { sessionsTouching } from './report-filters.ts';
import {
  addHappened,
  bucketOf,
  createNumbering,
  emptyTables,
  type MetricTables,
} from './report-metrics-tables.ts';
import { pathReader } from './report-overview.ts';
import { sessionScan } from './report-session-scan.ts';

const EVENTS_OF_PART = `
select
  ts_ms as tsMs,
  type = ${EVENT_TYPE_CODES.pageview} as pageviews,
  type = ${EVENT_TYPE_CODES.click} as clicks,
  type = ${EVENT_TYPE_CODES.custom} as customs
from events
where project_no = ?
  and session = ?
  and part = ?
  and ts_ms >= ?
  and ts_ms < ?`;

/** As `values()` gives them: objects would take twice the time. */
type Row = [
  session: number,
  part: number,
  visitor: string,
  startedAtMs: number,
  endedAtMs: number,
  pageviews: number,
  customs: number,
  events: number,
  clicks: number,
  group: string | number | null,
];
type EventFact = { tsMs: number; pageviews: number; clicks: number; customs: number };
export type SessionTables = {
  tables: MetricTables;
  /** Group of a session; -1 for one that is not in the scope. */
  groupOf: (session: number, part: number) => number;
};

/** `groupOf` of a scope without filters and split answers 0 for every session. */
export function readSessionTables(
  db: Database,
  query: MetricsQuery,
  wanted: { hasCounts: boolean; arePeopleWanted: boolean },
): SessionTables {
  const { projectNo, fromMs, toMs, edges } = query;
  const tables = emptyTables();
  const visitors = createNumbering<string>();
  const groups = createNumbering<string>();
  const split = groupColumn(query.split as SessionSplit | null, db, projectNo);
  const isAskedFor = query.split !== null || query.filters.length > 0 || query.includeBots;
  const isMapWanted = isAskedFor && query.needs.includes('value');
  const groupBySession = createSessionMap();
  const events = db.query<EventFact, number[]>(EVENTS_OF_PART);
  const { people } = tables;

  for (const row of scanRows(db, query, split.sql)) {
    // By place: taking rows apart by pattern doubles the time of the loop.
    const startedAtMs = row[3];
    const endedAtMs = row[4];
    const pageviews = row[5];
    const customs = row[6];
    const group = query.split === null ? 0 : groups.of(split.nameOf(row[9]) ?? NO_VALUE);
    if (isMapWanted) groupBySession.set(row[0], row[1], group);
    const bucket = bucketOf(edges, startedAtMs);
    if (wanted.arePeopleWanted && startedAtMs >= fromMs && startedAtMs < toMs) {
      people.group.push(group);
      people.bucket.push(bucket);
      people.visitor.push(visitors.of(row[2]));
      people.durationMs.push(endedAtMs - startedAtMs);
      people.isBounce.push(pageviews <= 1 && customs === 0);
    }
    if (!wanted.hasCounts) continue;
    if (bucket === bucketOf(edges, endedAtMs)) {
      addHappened(tables, { group, bucket }, { pageviews, events: row[7], clicks: row[8], customs });
      continue;
    }
    for (const { tsMs, ...amounts } of events.all(projectNo, row[0], row[1], fromMs, toMs)) {
      addHappened(tables, { group, bucket: bucketOf(edges, tsMs) }, { ...amounts, events: 1 });
    }
  }
  tables.names = query.split === null ? [''] : groups.values;
  tables.visitors = visitors.values.length;
  return { tables, groupOf: isAskedFor ? groupBySession.get : () => 0 };
}

/** Which of a few hundred thousand sessions a fact belongs to: almost all have one part only. */
export function createSessionMap() {
  const first = new Map<number, number>();
  const others = new Map<string, number>();
  return {
    set(session: number, part: number, number: number): void {
      if (part === 0) first.set(session, number);
      else others.set(`${session}.${part}`, number);
    },
    get: (session: number, part: number): number =>
      (part === 0 ? first.get(session) : others.get(`${session}.${part}`)) ?? -1,
  };
}

function scanRows(db: Database, query: MetricsQuery, column: string): Row[] {
  const touching = sessionsTouching(query, sessionScan(db, query));
  return db
    .query<unknown, SQLQueryBindings[]>(
      `
select
  s.session, s.part, s.visitor, s.started_at_ms, s.ended_at_ms, s.pageviews, s.customs, s.events, s.clicks,
  ${column}
from sessions s
where ${touching.sql}`,
    )
    .values(...touching.params) as Row[];
}

export type GroupColumn = { sql: string; nameOf: (value: Row[9]) => string | null };

/** Paths are looked up once for each page and not for each session. */
export function groupColumn(split: SessionSplit | null, db: Database, projectNo: number): GroupColumn {
  const asText = (value: Row[9]): string | null => (value === null ? null : String(value));
  if (split === null) return { sql: "''", nameOf: asText };
  if (split === 'visitor_type') {
    return { sql: IS_RETURNING, nameOf: (value) => (value === 1 ? 'returning' : 'new') };
  }
  if (split === 'entry' || split === 'exit') {
    const pathOf = pathReader(db, projectNo);
    return { sql: `s.${split}_page`, nameOf: (value) => pathOf(value as number | null) };
  }
  return { sql: TEXT_COLUMNS[split as SplitDimension], nameOf: asText };
}
