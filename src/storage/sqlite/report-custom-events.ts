// The list of custom events, newest first, with what their sessions are known by.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Page } from '../../contract/api.ts';
import type { Props } from '../../contract/wire.ts';
import type { CustomEventDetail, CustomEventsQuery } from '../port-metrics.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { createPackedReader } from './report-events.ts';
import { type Condition, sessionFilters } from './report-filters.ts';
import { deviceOf } from './report-session-row.ts';

const SESSION = `sessions s
  on s.project_no = c.project_no
  and s.session = c.session
  and s.part = c.part`;

type Flat = Omit<CustomEventDetail, 'props' | 'device'> & {
  props: string | null;
  device: number | null;
  isPacked: number;
};

export function readCustomEvents(db: Database, query: CustomEventsQuery): Page<CustomEventDetail> {
  const after =
    query.cursor === null ? null : readCursor(query.cursor, ['number', 'number', 'string', 'number']);
  const matching = conditionOf(query);
  // The range must end at the cursor as well: the key is entered by its bounds and not by the row comparison.
  const page = after
    ? conditionOf({ ...query, toMs: Math.min(query.toMs, (after[0] as number) + 1) })
    : matching;
  const keyset = after ? '\n  and (c.ts_ms, c.session, c.event_id) < (?, ?, ?)' : '';
  const rows = db
    .query<Flat, SQLQueryBindings[]>(
      `
select
  c.event_id as eventId, c.ts_ms as tsMs, c.session, c.part, s.client_id as clientId, c.name, c.category, c.value,
  c.source, e.fields ->> '$.referrer' as referrer, e.event_id is null as isPacked, coalesce(c.user_id, s.user_id) as userId, s.visitor, p.path,
  c.props, s.device, s.country
from customs c
cross join ${SESSION}
left join events e
  on e.project_no = c.project_no
  and e.session = c.session
  and e.event_id = c.event_id
left join pages p
  on p.project_no = c.project_no
  and p.page = c.page
where ${page.sql}${keyset}
order by c.ts_ms desc, c.session desc, c.event_id desc
limit ?`,
    )
    .all(...page.params, ...(after?.slice(0, 3) ?? []), query.limit + 1);
  // The cursor keeps the total of the first page: counting again on each of an export's pages would be quadratic.
  const total = after ? (after[3] as number) : isPlain(query) ? countPlain(db, query) : count(db, matching);
  const referrerOf = packedReferrers(db, query.projectNo);
  const items = rows
    .slice(0, query.limit)
    .map((row) => toDetail(row.isPacked ? { ...row, referrer: referrerOf(row) } : row));
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  const nextCursor = hasMore ? writeCursor([last.tsMs, last.session, last.eventId, total]) : null;
  return { items, total, nextCursor };
}

function conditionOf(query: CustomEventsQuery): Condition {
  const { projectNo, fromMs, toMs, event, category, user } = query;
  const filters = sessionFilters(query);
  const lines: string[] = [];
  const params: SQLQueryBindings[] = [projectNo, fromMs, toMs];
  const ask = (sql: string, value: string | null): void => {
    if (value === null) return;
    lines.push(`\n  and ${sql} = ?`);
    params.push(value);
  };
  ask('c.name', event);
  ask('c.category', category);
  ask('coalesce(c.user_id, s.user_id)', user);
  return {
    sql: `c.project_no = ?\n  and c.ts_ms >= ?\n  and c.ts_ms < ?${lines.join('')}${filters.sql}`,
    params: [...params, ...filters.params],
  };
}

function count(db: Database, { sql, params }: Condition): number {
  const row = db
    .query<{ total: number }, SQLQueryBindings[]>(
      `
select count(*) as total
from customs c
cross join ${SESSION}
where ${sql}`,
    )
    .get(...params);
  return row?.total ?? 0;
}

/** Nothing is asked that only sessions know; events tell of bots themselves. */
function isPlain({ filters, user }: CustomEventsQuery): boolean {
  return filters.length === 0 && user === null;
}

function countPlain(
  db: Database,
  { projectNo, fromMs, toMs, event, category, includeBots }: CustomEventsQuery,
): number {
  const row = db
    .query<{ total: number }, SQLQueryBindings[]>(
      `
select count(*) as total
from customs c
where c.project_no = ?1
  and c.ts_ms >= ?2
  and c.ts_ms < ?3
  and (?4 is null or c.name = ?4)
  and (?5 is null or c.category = ?5)
  and c.is_bot <= ?6`,
    )
    .get(projectNo, fromMs, toMs, event, category, includeBots ? 1 : 0);
  return row?.total ?? 0;
}

/** Referrers of custom events whose sessions are packed; each part is unpacked once. */
function packedReferrers(db: Database, projectNo: number): (row: Flat) => string | null {
  const packed = createPackedReader(db);
  const byPart = new Map<string, Map<string, string | null>>();
  return ({ session, part, eventId }) => {
    const name = `${session} ${part}`;
    const known =
      byPart.get(name) ??
      new Map(
        packed.eventsOf({ projectNo, session, part }).map((event) => {
          const { referrer } = JSON.parse(event.fields) as { referrer?: string };
          return [event.eventId, referrer ?? null];
        }),
      );
    byPart.set(name, known);
    return known.get(eventId) ?? null;
  };
}

function toDetail({ props, device, isPacked: _, ...row }: Flat): CustomEventDetail {
  return { ...row, props: props === null ? null : (JSON.parse(props) as Props), device: deviceOf(device) };
}
