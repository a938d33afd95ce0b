// The list of pages with their counts, most pageviews first: from the quarter-hour slots, or from the events of the
// matching sessions when there are filters or bots.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Page, PageRow } from '../../contract/api.ts';
import { DEVICE_CODES, EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import type { PagesQuery } from '../port.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { type Condition, escapeLike, sessionsTouching } from './report-filters.ts';

type Flat = Omit<PageRow, 'page'> & { page: number; total: number };

export function readPages(db: Database, query: PagesQuery): Page<PageRow> {
  const counted =
    query.filters.length === 0 && !query.includeBots ? countBySlots(query) : countByEvents(query);
  const search = searchOf(query.search);
  const after = query.cursor === null ? null : readCursor(query.cursor, ['number', 'number', 'number']);
  const keyset = after ? '\nwhere (pageviews, page) < (?, ?)' : '';
  const rows = db
    .query<Flat, SQLQueryBindings[]>(
      `
with counted as materialized (${counted.sql}
),
listed as materialized (
  select counted.*, p.host, p.path, coalesce(p.title, '') as title, p.seen_at_ms as lastAtMs
  from counted
  cross join pages p
    on p.project_no = ?
    and p.page = counted.page${search.sql}
)
select *, (select count(*) from listed) as total
from listed${keyset}
order by pageviews desc, page desc
limit ?`,
    )
    .all(
      ...counted.params,
      query.projectNo,
      ...search.params,
      ...(after?.slice(0, 2) ?? []),
      query.limit + 1,
    );
  const total = after ? (after[2] as number) : (rows[0]?.total ?? 0);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return {
    items: items.map(({ total: _, page, ...row }) => ({ ...row, page: page.toString(36) })),
    total,
    nextCursor: hasMore ? writeCursor([last.pageviews, last.page, total]) : null,
  };
}

function countBySlots(query: PagesQuery): Condition {
  const { projectNo, fromMs, toMs, device } = query;
  return {
    sql: `
  select page, sum(pageviews) as pageviews, sum(clicks) as clicks, sum(rage) as rage, sum(dead) as dead
  from page_slots
  where project_no = ?
    and slot >= ?
    and slot < ?${device ? '\n    and device = ?' : ''}
  group by page`,
    params: [projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, ...(device ? [DEVICE_CODES[device]] : [])],
  };
}

function countByEvents(query: PagesQuery): Condition {
  const { fromMs, toMs, device } = query;
  const touching = sessionsTouching(query);
  const isClick = `e.type = ${EVENT_TYPE_CODES.click}`;
  return {
    sql: `
  select
    e.page,
    sum(e.type = ${EVENT_TYPE_CODES.pageview}) as pageviews,
    sum(${isClick}) as clicks,
    sum(${isClick} and coalesce(e.fields ->> '$.rage' = 1, 0)) as rage,
    sum(${isClick} and coalesce(e.fields ->> '$.dead' = 1, 0)) as dead
  from sessions s
  cross join events e
    on e.project_no = s.project_no
    and e.session = s.session
    and e.part = s.part
  where ${touching.sql}${device ? '\n    and s.device = ?' : ''}
    and e.ts_ms >= ?
    and e.ts_ms < ?
    and e.page is not null
  group by e.page`,
    params: [...touching.params, ...(device ? [DEVICE_CODES[device]] : []), fromMs, toMs],
  };
}

function searchOf(search: string | null): Condition {
  if (search === null) return { sql: '', params: [] };
  const like = `%${escapeLike(search)}%`;
  return {
    sql: `
    and (p.host || p.path like ? escape '\\' or p.title like ? escape '\\')`,
    params: [like, like],
  };
}
