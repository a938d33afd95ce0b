// Paths of pages for reports that name a few of them again and again.

import type { Database } from 'bun:sqlite';

const PAGE_PATH = `
select path
from pages
where project_no = ?
  and page = ?`;

/** Paths of pages by their id, each read once. */
export function pathReader(db: Database, projectNo: number): (page: number | null) => string | null {
  const statement = db.query<{ path: string }, [number, number]>(PAGE_PATH);
  const paths = new Map<number | null, string | null>([[null, null]]);
  return (page) => {
    const known = paths.get(page);
    if (known !== undefined || page === null) return known ?? null;
    const path = statement.get(projectNo, page)?.path ?? null;
    paths.set(page, path);
    return path;
  };
}
