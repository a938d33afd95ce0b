// Pages by their ids: what they are called, and the condition that a row is of one of them.

import type { Database } from 'bun:sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { PageInfo } from '../port-apply.ts';
import type { Condition } from './report-filters.ts';

const PAGE = `
select project_no as projectNo, page, host, path, title, seen_at_ms as seenAtMs
from pages
where project_no = ?
  and page = ?`;

/** The first of the pages that the project knows. Throws `not_found` when there is none. */
export function readKnownPage(
  db: Database,
  { projectNo, pages }: { projectNo: number; pages: readonly number[] },
): PageInfo {
  const named = db.query<PageInfo, [number, number]>(PAGE);
  for (const page of pages) {
    const found = named.get(projectNo, page);
    if (found) return found;
  }
  throw unknownPage(pages[0] ?? 0);
}

/** Refuses pages that the project never saw, as readKnownPage() does; null asks for none. */
export function refuseUnknownPages(db: Database, projectNo: number, pages: readonly number[] | null): void {
  if (pages !== null) readKnownPage(db, { projectNo, pages });
}

/** Condition that a column holds one of the pages; one is asked for directly, which plans best. */
export function pageIn(column: string, pages: readonly number[]): Condition {
  const [only] = pages;
  if (pages.length === 1 && only !== undefined) return { sql: `${column} = ?`, params: [only] };
  return { sql: `${column} in (select value from json_each(?))`, params: [JSON.stringify(pages)] };
}

function unknownPage(page: number): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: `Cannot find page "${page.toString(36)}" in this project`,
  });
}
