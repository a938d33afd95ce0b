// The list of sessions, one session by its key, and its neighbours in the list.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Page } from '../../contract/api.ts';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { HeatError } from '../../lib/errors.ts';
import type { NeighboursQuery, SessionDetail, SessionsQuery } from '../port.ts';
import type { SessionKey } from '../port-apply.ts';
import type { NeighbourKey, NeighbourKeys } from '../port-sessions.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import type { Condition } from './report-filters.ts';
import { refuseUnknownPages } from './report-page.ts';
import { listedBeyond, listedSessions, listOrder, type Place, rankOf } from './report-session-list.ts';
import { type FlatSession, SESSION_COLUMNS, SESSION_TABLES, toSessionDetail } from './report-session-row.ts';

const SESSION = `
select ${SESSION_COLUMNS}
from ${SESSION_TABLES}
where s.project_no = ?
  and s.session = ?
  and s.part = ?`;

/** What a page still sends of itself while it goes is no sign of life. */
const HAS_LEFT = `
select max(ts_ms) filter (where type = ${EVENT_TYPE_CODES.leave}) >= max(ts_ms) filter (
    where type not in (${EVENT_TYPE_CODES.leave}, ${EVENT_TYPE_CODES.vital}, ${EVENT_TYPE_CODES.visibility})
  ) as hasLeft
from events
where project_no = ?
  and session = ?
  and part = ?`;

export function readSessions(db: Database, query: SessionsQuery): Page<SessionDetail> {
  refuseUnknownPages(db, query.projectNo, query.pages);
  const after =
    query.cursor === null
      ? null
      : readCursor(query.cursor, ['number', 'number', 'number', 'number', 'number']);
  const page = after ? listedBeyond(query, after.slice(0, 4) as Place) : listedSessions(query);
  // Sorted and cut before the wide rows are read.
  const rows = db
    .query<FlatSession & { rank: number }, SQLQueryBindings[]>(
      `
with listed as materialized (
  select s.project_no, s.session, s.part, ${rankOf(query)} as rank
  from sessions s
  where ${page.sql}
  order by ${listOrder(query)}
  limit ?
)
select ${SESSION_COLUMNS}, listed.rank
from listed
cross join ${SESSION_TABLES}
where s.project_no = listed.project_no
  and s.session = listed.session
  and s.part = listed.part
order by listed.rank desc, s.started_at_ms desc, s.session desc, s.part desc`,
    )
    .all(...page.params, query.limit + 1);
  // The cursor keeps the total of the first page: counting again on each of an export's pages would be quadratic.
  const total = after ? (after[4] as number) : count(db, listedSessions(query));
  const kept = rows.slice(0, query.limit);
  const items = kept.map(({ rank: _, ...row }) => toSessionDetail(row));
  if (query.liveSinceMs !== undefined) markLeft(db, items, query.liveSinceMs);
  const last = kept.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  const nextCursor = hasMore
    ? writeCursor([last.rank, last.startedAtMs, last.session, last.part, total])
    : null;
  return { items, total, nextCursor };
}

function markLeft(db: Database, sessions: SessionDetail[], liveSinceMs: number): void {
  const left = db.query<{ hasLeft: number | null }, number[]>(HAS_LEFT);
  for (const session of sessions) {
    const { projectNo, session: id, part, endedAtMs } = session.row;
    if (endedAtMs > liveSinceMs) session.hasLeft = left.get(projectNo, id, part)?.hasLeft === 1;
  }
}

export function readSession(db: Database, key: SessionKey & { part: number }): SessionDetail {
  const row = db.query<FlatSession, number[]>(SESSION).get(key.projectNo, key.session, key.part);
  if (row) return toSessionDetail(row);
  throw new HeatError({
    kind: 'not_found',
    code: 'session_not_found',
    message: `Cannot find session "${key.session.toString(36)}.${key.part}" in this project`,
  });
}

/** The sessions before and after one in the list, which need not hold it itself. */
export function readNeighbours(db: Database, query: NeighboursQuery): NeighbourKeys {
  refuseUnknownPages(db, query.projectNo, query.pages);
  const place = db
    .query<{ rank: number; startedAtMs: number }, number[]>(
      `
select ${rankOf(query)} as rank, s.started_at_ms as startedAtMs
from sessions s
where s.project_no = ?
  and s.session = ?
  and s.part = ?`,
    )
    .get(query.projectNo, query.session, query.part);
  if (!place) return { before: null, after: null };
  const at: Place = [place.rank, place.startedAtMs, query.session, query.part];
  const nearest = (isBefore: boolean): NeighbourKey | null => {
    const beyond = listedBeyond(query, at, isBefore);
    const row = db
      .query<NeighbourKey, SQLQueryBindings[]>(
        `
select s.session, s.part
from sessions s
where ${beyond.sql}
order by ${listOrder(query, isBefore)}
limit 1`,
      )
      .get(...beyond.params);
    return row;
  };
  return { before: nearest(true), after: nearest(false) };
}

function count(db: Database, matching: Condition): number {
  const row = db
    .query<{ total: number }, SQLQueryBindings[]>(
      `
select count(*) as total
from sessions s
where ${matching.sql}`,
    )
    .get(...matching.params);
  return row?.total ?? 0;
}
