// The sessions of a scope as tables of metrics, each in the group of its value. Those that cross the edge of a bucket
// are counted event by event, the others by their own counters, which equal their events.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import type { SessionSplit } from '../../contract/metrics.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import type { EventHead } from './packed-events.ts';
import { createPackedReader } from './report-events.ts';
import {
  addHappened,
  bucketFinder,
  emptyPeople,
  emptyTables,
  happenedRow,
  type MetricTables,
} from './report-metrics-tables.ts';
import type { SessionColumns } from './report-session-columns.ts';
import { readGroups } from './report-session-groups.ts';

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

type EventFact = { tsMs: number; pageviews: number; clicks: number; customs: number };
function toFact({ tsMs, type }: EventHead): EventFact {
  return {
    tsMs,
    pageviews: type === EVENT_TYPE_CODES.pageview ? 1 : 0,
    clicks: type === EVENT_TYPE_CODES.click ? 1 : 0,
    customs: type === EVENT_TYPE_CODES.custom ? 1 : 0,
  };
}

export type SessionTables = {
  tables: MetricTables;
  /** Group of each session of the columns; null when all are of one. */
  group: Uint32Array | null;
};

export function sessionTables(
  db: Database,
  query: MetricsQuery,
  columns: SessionColumns,
  wanted: { hasCounts: boolean; arePeopleWanted: boolean },
): SessionTables {
  const groups = query.split === null ? null : readGroups(db, query, columns, query.split as SessionSplit);
  const tables = emptyTables(query.edges, emptyPeople(wanted.arePeopleWanted ? columns.count : 0));
  if (groups) tables.names = groups.names;
  const group = groups?.group ?? null;
  if (wanted.arePeopleWanted) addPeople(tables, columns, group, query);
  if (wanted.hasCounts) addCounts(db, query, { tables, columns, group });
  return { tables, group };
}

function addPeople(
  { people, happened }: MetricTables,
  columns: SessionColumns,
  groupOf: Uint32Array | null,
  { edges, fromMs }: MetricsQuery,
): void {
  const { count, isIn, startedAtMs, durationMs, visitor, pageviews, customs } = columns;
  const bucketOf = bucketFinder(edges);
  let rows = 0;
  for (let at = 0; at < count; at += 1) {
    const startMs = startedAtMs[at] as number;
    if (isIn[at] !== 1 || startMs < fromMs) continue;
    const group = groupOf === null ? 0 : (groupOf[at] as number);
    const bucket = bucketOf(startMs);
    const lastedMs = durationMs[at] as number;
    people.group[rows] = group;
    people.bucket[rows] = bucket;
    people.visitor[rows] = visitor[at] as number;
    people.durationMs[rows] = lastedMs;
    rows += 1;
    const row = happenedRow(happened, group, bucket);
    happened.sessions[row]! += 1;
    happened.durationMs[row]! += lastedMs;
    if ((pageviews[at] as number) <= 1 && customs[at] === 0) happened.bounces[row]! += 1;
  }
  people.rows = rows;
  people.visitors = columns.visitors;
}

function addCounts(
  db: Database,
  { projectNo, fromMs, toMs, edges }: MetricsQuery,
  { tables, columns, group: groupOf }: SessionTables & { columns: SessionColumns },
): void {
  const { count, isIn, startedAtMs, durationMs, pageviews, events, clicks, customs } = columns;
  const eventRows = db.query<EventFact, number[]>(EVENTS_OF_PART);
  const packed = createPackedReader(db);
  const eventsOf = (session: number, part: number): EventFact[] => {
    const rows = eventRows.all(projectNo, session, part, fromMs, toMs);
    if (rows.length > 0) return rows;
    const heads = packed.headsOf({ projectNo, session, part });
    return heads.filter(({ tsMs }) => tsMs >= fromMs && tsMs < toMs).map(toFact);
  };
  const bucketOf = bucketFinder(edges);
  const { happened } = tables;
  for (let at = 0; at < count; at += 1) {
    if (isIn[at] !== 1) continue;
    const group = groupOf === null ? 0 : (groupOf[at] as number);
    const startMs = startedAtMs[at] as number;
    const bucket = bucketOf(startMs);
    if (bucket === bucketOf(startMs + (durationMs[at] as number))) {
      const row = happenedRow(happened, group, bucket);
      happened.pageviews[row]! += pageviews[at] as number;
      happened.events[row]! += events[at] as number;
      happened.clicks[row]! += clicks[at] as number;
      happened.customs[row]! += customs[at] as number;
      continue;
    }
    for (const { tsMs, ...amounts } of eventsOf(columns.session[at] as number, columns.part[at] as number)) {
      addHappened(tables, { group, bucket: bucketOf(tsMs) }, { ...amounts, events: 1 });
    }
  }
}
