// What pages are called in reports that name a few of them again and again: by themselves, or by what they count as under
// the rules of the question.

import type { Database } from 'bun:sqlite';
import { compilePageRules } from '../../contract/page-rules.ts';
import type { Scope } from '../port.ts';
import { pageIdOf, templateIdOf } from '../port-pages.ts';

const PAGE = `
select host, path
from pages
where project_no = ?
  and page = ?`;

type Asked = Pick<Scope, 'projectNo' | 'pageRules'>;
/** `page` is the id of the template or page that it counts as; `path` null for a page that nobody described. */
export type NamedPage = { page: number; path: string | null };

/** Each page is looked up once. */
export function pageReader(db: Database, { projectNo, pageRules }: Asked): (page: number) => NamedPage {
  const statement = db.query<{ host: string; path: string }, [number, number]>(PAGE);
  const groupOf = pageRules && compilePageRules(pageRules);
  const named = new Map<number, NamedPage>();
  return (page) => {
    const known = named.get(page);
    if (known !== undefined) return known;
    const stored = statement.get(projectNo, page);
    const group = stored && groupOf ? groupOf(stored.host, stored.path) : null;
    const own: NamedPage =
      group === null
        ? { page, path: stored?.path ?? null }
        : {
            page: group.template === null ? pageIdOf(group.host, group.path) : templateIdOf(group.template),
            path: group.path,
          };
    named.set(page, own);
    return own;
  };
}

/** Paths alone; null for no page. */
export function pathReader(db: Database, asked: Asked): (page: number | null) => string | null {
  const read = pageReader(db, asked);
  return (page) => (page === null ? null : read(page).path);
}
