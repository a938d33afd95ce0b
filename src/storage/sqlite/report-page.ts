// One page of a project: its name, and its counts as the list of pages shows them.

import type { Database } from 'bun:sqlite';
import { SLOT_MS } from '../../contract/slots.ts';
import { HeatError } from '../../lib/errors.ts';
import type { HeatmapRows, PageInfo, Scope } from '../port.ts';

const PAGE = `
select project_no as projectNo, page, host, path, title, seen_at_ms as seenAtMs
from pages
where project_no = ?
  and page = ?`;

const PAGE_COUNTS = `
select
  coalesce(sum(pageviews), 0) as pageviews, coalesce(sum(clicks), 0) as clicks,
  coalesce(sum(rage), 0) as rage, coalesce(sum(dead), 0) as dead
from page_slots
where project_no = ?
  and slot >= ?
  and slot < ?
  and page = ?`;

/** Throws `not_found` for a page that the project has never seen. */
export function readPage(db: Database, { projectNo, page }: { projectNo: number; page: number }): PageInfo {
  const found = db.query<PageInfo, [number, number]>(PAGE).get(projectNo, page);
  if (!found) throw unknownPage(page);
  return found;
}

/** The page's counts as the list of pages shows them. */
export function readPageCounts(
  db: Database,
  { projectNo, fromMs, toMs, page }: Scope & { page: number },
): HeatmapRows['counts'] {
  const row = db
    .query<HeatmapRows['counts'], number[]>(PAGE_COUNTS)
    .get(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, page);
  return row ?? { pageviews: 0, clicks: 0, rage: 0, dead: 0 };
}

function unknownPage(page: number): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: `Cannot find page "${page.toString(36)}" in this project`,
  });
}
