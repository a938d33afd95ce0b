// The list of sessions, newest first, and one session by its key.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Page } from '../../contract/api.ts';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { HeatError } from '../../lib/errors.ts';
import type { SessionDetail, SessionKey, SessionsQuery } from '../port.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { type Condition, sessionsBegun } from './report-filters.ts';
import { pageIn } from './report-page.ts';
import { type FlatSession, SESSION_COLUMNS, SESSION_TABLES, toSessionDetail } from './report-session-row.ts';

/** Viewed pages stand in the session's own range of the events' key; entry and exit answer most sessions sooner. */
const viewed = (pages: readonly number[]) => `
  and (
    ${pageIn('s.entry_page', pages).sql}
    or ${pageIn('s.exit_page', pages).sql}
    or exists (
      select 1
      from events e
      where e.project_no = s.project_no
        and e.session = s.session
        and e.part = s.part
        and e.type = ${EVENT_TYPE_CODES.pageview}
        and ${pageIn('e.page', pages).sql}
    )
  )`;

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
  const matching = conditionOf(query);
  const after =
    query.cursor === null ? null : readCursor(query.cursor, ['number', 'number', 'number', 'number']);
  // The range must end at the cursor as well: the index is entered by its bounds and not by the row comparison.
  const page = after
    ? conditionOf({ ...query, toMs: Math.min(query.toMs, (after[0] as number) + 1) })
    : matching;
  const keyset = after ? '\n  and (s.started_at_ms, s.session, s.part) < (?, ?, ?)' : '';
  const rows = db
    .query<FlatSession, SQLQueryBindings[]>(
      `
select ${SESSION_COLUMNS}
from ${SESSION_TABLES}
where ${page.sql}${keyset}
order by s.started_at_ms desc, s.session desc, s.part desc
limit ?`,
    )
    .all(...page.params, ...(after?.slice(0, 3) ?? []), query.limit + 1);
  // The cursor keeps the total of the first page: counting again on each of an export's pages would be quadratic.
  const total = after ? (after[3] as number) : count(db, matching);
  const items = rows.slice(0, query.limit).map(toSessionDetail);
  if (query.liveSinceMs !== undefined) markLeft(db, items, query.liveSinceMs);
  const last = items.at(-1)?.row;
  const hasMore = rows.length > query.limit && last !== undefined;
  const nextCursor = hasMore ? writeCursor([last.startedAtMs, last.session, last.part, total]) : null;
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

function conditionOf(query: SessionsQuery): Condition {
  const begun = sessionsBegun(query);
  const lines = [begun.sql];
  const params = begun.params;
  if (query.minEvents > 0) {
    lines.push('\n  and s.events >= ?');
    params.push(query.minEvents);
  }
  if (query.hasRage) lines.push('\n  and s.rage > 0');
  if (query.pages !== null) {
    lines.push(viewed(query.pages));
    for (let place = 0; place < 3; place += 1) params.push(...pageIn('', query.pages).params);
  }
  return { sql: lines.join(''), params };
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
