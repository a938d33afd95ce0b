// The pages of a map: which of them is visited most, and their counts as the list of pages shows them.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { SLOT_MS } from '../../contract/slots.ts';
import { HeatError } from '../../lib/errors.ts';
import type { HeatmapRows, PageInfo, Scope } from '../port.ts';
import type { Condition } from './report-filters.ts';

const PAGE = `
select project_no as projectNo, page, host, path, title, seen_at_ms as seenAtMs
from pages
where project_no = ?
  and page = ?`;

type Counts = HeatmapRows['counts'];
export type AskedPages = Pick<Scope, 'projectNo' | 'fromMs' | 'toMs'> & { pages: readonly number[] };

/**
 * The asked page, of several the one with most pageviews in range, and the counts of all as the list of pages shows
 * them. Throws `not_found` when the project has never seen any of them.
 */
export function readAskedPages(db: Database, query: AskedPages): Pick<HeatmapRows, 'page' | 'counts'> {
  const { projectNo, pages } = query;
  const rows = countsByPage(db, query);
  const found = readKnownPage(db, { projectNo, pages: [...rows.map(({ page }) => page), ...pages] });
  const sum = (name: keyof Counts) => rows.reduce((total, row) => total + row[name], 0);
  return {
    page: found,
    counts: { pageviews: sum('pageviews'), clicks: sum('clicks'), rage: sum('rage'), dead: sum('dead') },
  };
}

/** The first of the pages that the project knows. Throws `not_found` when there is none. */
export function readKnownPage(
  db: Database,
  { projectNo, pages }: Pick<AskedPages, 'projectNo' | 'pages'>,
): PageInfo {
  const named = db.query<PageInfo, [number, number]>(PAGE);
  for (const page of pages) {
    const found = named.get(projectNo, page);
    if (found) return found;
  }
  throw unknownPage(pages[0] ?? 0);
}

/** Condition that a column holds one of the pages; one is asked for directly, which plans best. */
export function pageIn(column: string, pages: readonly number[]): Condition {
  const [only] = pages;
  if (pages.length === 1 && only !== undefined) return { sql: `${column} = ?`, params: [only] };
  return { sql: `${column} in (select value from json_each(?))`, params: [JSON.stringify(pages)] };
}

/** Most pageviews first, ties by the smaller id; pages without events in range are missing. */
function countsByPage(
  db: Database,
  { projectNo, fromMs, toMs, pages }: AskedPages,
): (Counts & { page: number })[] {
  const asked = pageIn('page', pages);
  return db
    .query<Counts & { page: number }, SQLQueryBindings[]>(
      `
select
  page, sum(pageviews) as pageviews, sum(clicks) as clicks, sum(rage) as rage, sum(dead) as dead
from page_slots
where project_no = ?
  and slot >= ?
  and slot < ?
  and ${asked.sql}
group by page
order by 2 desc, page`,
    )
    .all(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, ...asked.params);
}

function unknownPage(page: number): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: `Cannot find page "${page.toString(36)}" in this project`,
  });
}
