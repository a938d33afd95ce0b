// The list of pages with their counts, most pageviews first: from the quarter-hour slots, or from the events of the
// matching sessions when there are filters or bots. With rules, pages that count as one are one row.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Page, PageRow } from '../../contract/api.ts';
import { DEVICE_CODES, EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import { codedPath } from '../../lib/coded-path.ts';
import type { PagesQuery } from '../port.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { type Condition, likeAny, sessionsTouching } from './report-filters.ts';
import { countMuted, isMuted, mutedList } from './report-muted.ts';
import { countPackedPages, type PageCounts } from './report-packed-pages.ts';
import { pageIn, refuseUnknownPages } from './report-page.ts';
import { type CountedRow, type GroupedRow, groupRows } from './report-page-groups.ts';

type Position = { pageviews: number; page: number; total: number };

export function readPages(db: Database, query: PagesQuery): Page<PageRow> {
  refuseUnknownPages(db, query.projectNo, query.within ?? null);
  const after = query.cursor === null ? null : readPosition(query.cursor);
  const { rows, total } =
    query.rules === null ? listedRows(db, query, after) : groupedRows(db, query, query.rules, after);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return {
    items: items.map(({ page, ...row }) => ({ ...row, page: page.toString(36) })),
    total,
    nextCursor: hasMore ? writeCursor([last.pageviews, last.page, total]) : null,
  };
}

type Rows = { rows: GroupedRow[]; total: number };

/** One row more than asked for, when there is one. */
function listedRows(db: Database, query: PagesQuery, after: Position | null): Rows {
  const listed = listedPages(db, query, searchOf(query.search));
  const keyset = after ? '\nwhere (pageviews, page) < (?, ?)' : '';
  const found = db
    .query<CountedRow & { total: number }, SQLQueryBindings[]>(
      `
with ${listed.sql}
select *, (select count(*) from listed) as total
from listed${keyset}
order by pageviews desc, page desc
limit ?`,
    )
    .all(...listed.params, ...(after ? [after.pageviews, after.page] : []), query.limit + 1);
  const rows = found.map(({ total: _, ...row }) => row);
  return { rows: lessened(db, query, rows), total: after?.total ?? found[0]?.total ?? 0 };
}

/** All groups are made anew for each page of the list: their sizes are known only when all pages are read. */
function groupedRows(
  db: Database,
  query: PagesQuery,
  rules: NonNullable<PagesQuery['rules']>,
  after: Position | null,
): Rows {
  const listed = listedPages(db, query, { sql: '', params: [] });
  const pages = db.query<CountedRow, SQLQueryBindings[]>(`with ${listed.sql}\nselect * from listed`);
  const counted = lessened(db, query, pages.all(...listed.params));
  const groups = groupRows(counted, rules, query.search);
  groups.sort((a, b) => b.pageviews - a.pageviews || b.page - a.page);
  const isAfter = ({ pageviews, page }: GroupedRow) =>
    after === null || pageviews < after.pageviews || (pageviews === after.pageviews && page < after.page);
  return { rows: groups.filter(isAfter).slice(0, query.limit + 1), total: after?.total ?? groups.length };
}

/** Takes clicks on muted elements off the counts that come from slots; those of events never had them. */
function lessened(db: Database, query: PagesQuery, rows: CountedRow[]): CountedRow[] {
  if (!isPlain(query)) return rows;
  const muted = countMuted(db, { ...query, pages: rows.map(({ page }) => page) });
  if (muted.size === 0) return rows;
  return rows.map((row) => {
    const { rage, dead } = muted.get(row.page) ?? { rage: 0, dead: 0 };
    return { ...row, rage: row.rage - rage, dead: row.dead - dead };
  });
}

function isPlain({ filters, includeBots }: PagesQuery): boolean {
  return filters.length === 0 && !includeBots;
}

function readPosition(cursor: string): Position {
  const [pageviews, page, total] = readCursor(cursor, ['number', 'number', 'number']) as number[];
  return { pageviews: pageviews ?? 0, page: page ?? 0, total: total ?? 0 };
}

/** Common table expressions of which `listed` has a row for each stored page with its counts. */
function listedPages(db: Database, query: PagesQuery, search: Condition): Condition {
  const counted = isPlain(query) ? countBySlots(query) : countByEvents(query, countPackedPages(db, query));
  return {
    sql: `counted as materialized (${counted.sql}
),
listed as materialized (
  select counted.*, p.host, p.path, coalesce(p.title, '') as title, p.seen_at_ms as lastAtMs
  from counted
  cross join pages p
    on p.project_no = ?
    and p.page = counted.page${search.sql}
)`,
    params: [...counted.params, query.projectNo, ...search.params],
  };
}

function countBySlots(query: PagesQuery): Condition {
  const { projectNo, fromMs, toMs, device } = query;
  const within = withinOf('page', query);
  return {
    sql: `
  select page, sum(pageviews) as pageviews, sum(clicks) as clicks, sum(rage) as rage, sum(dead) as dead
  from page_slots
  where project_no = ?
    and slot >= ?
    and slot < ?${device ? '\n    and device = ?' : ''}${within.sql}
  group by page`,
    params: [
      ...[projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, ...(device ? [DEVICE_CODES[device]] : [])],
      ...within.params,
    ],
  };
}

/** Of rows by SQL, of packed events as they were counted before. */
function countByEvents(query: PagesQuery, packed: readonly PageCounts[]): Condition {
  const { fromMs, toMs, device } = query;
  const touching = sessionsTouching(query);
  const within = withinOf('e.page', query);
  const isHeard = ` and not coalesce(${isMuted('e.element')}, 0)`;
  const isClick = `e.type = ${EVENT_TYPE_CODES.click}`;
  return {
    sql: `
  select page, sum(pageviews) as pageviews, sum(clicks) as clicks, sum(rage) as rage, sum(dead) as dead
  from (
  select
    e.page,
    sum(e.type = ${EVENT_TYPE_CODES.pageview}) as pageviews,
    sum(${isClick}) as clicks,
    sum(${isClick} and coalesce(e.fields ->> '$.rage' = 1, 0)${isHeard}) as rage,
    sum(${isClick} and coalesce(e.fields ->> '$.dead' = 1, 0)${isHeard}) as dead
  from sessions s
  cross join events e
    on e.project_no = s.project_no
    and e.session = s.session
    and e.part = s.part
  where ${touching.sql}${device ? '\n    and s.device = ?' : ''}
    and e.ts_ms >= ?
    and e.ts_ms < ?
    and e.page is not null${within.sql}
  group by e.page
  union all
  select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
  from json_each(?)
  ) as own
  group by page`,
    params: [
      ...[mutedList(query, 'rage'), mutedList(query, 'dead')],
      ...[...touching.params, ...(device ? [DEVICE_CODES[device]] : []), fromMs, toMs],
      ...[...within.params, JSON.stringify(packed)],
    ],
  };
}

function withinOf(column: string, { within }: PagesQuery): Condition {
  if (within === null) return { sql: '', params: [] };
  const { sql, params } = pageIn(column, within);
  return { sql: `\n    and ${sql}`, params };
}

function searchOf(search: string | null): Condition {
  if (search === null) return { sql: '', params: [] };
  return {
    sql: `
    and (p.host || p.path like ? escape '\\' or p.title like ? escape '\\')`,
    params: [likeAny(codedPath(search)), likeAny(search)],
  };
}
