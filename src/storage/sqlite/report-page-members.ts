// Pages by their names: which of them an id stands for.

import type { Database } from 'bun:sqlite';
import { beginningOf, compilePageRules, type PageRules } from '../../contract/page-rules.ts';
import { upperCoded } from '../../lib/coded-path.ts';
import {
  type CalledQuery,
  type MembersQuery,
  type PageMembers,
  pageIdOf,
  templateIdOf,
} from '../port-pages.ts';

const NAMES = `
select page, host, path
from pages
where project_no = ?
  and path >= ?
  and path < ?`;

/** Sorts after whatever may follow in a path. */
const LAST = '\u{10ffff}';

/** Null when the id is no template's and no other page counts as it: then it stands for itself. */
export function readMembers(db: Database, { projectNo, page, rules }: MembersQuery): PageMembers | null {
  const template = rules.templates.find((pattern) => templateIdOf(pattern) === page) ?? null;
  if (template === null && !changesPaths(rules)) return null;
  const groupOf = compilePageRules(rules);
  const pages: number[] = [];
  let name = { host: '', path: template ?? '' };
  // Rules may turn any path into the template's; without them it begins as the pattern does.
  const begin = template === null || changesPaths(rules) ? '' : beginningOf(template);
  const names = db.query<{ page: number; host: string; path: string }, [number, string, string]>(NAMES);
  for (const stored of names.iterate(projectNo, begin, `${begin}${LAST}`)) {
    const group = groupOf(stored.host, stored.path);
    const isMember =
      template === null
        ? group.template === null && pageIdOf(group.host, group.path) === page
        : group.template === template;
    if (!isMember) continue;
    pages.push(stored.page);
    name = { host: group.host, path: group.path };
  }
  if (template === null && pages.every((member) => member === page)) return null;
  return { pages, ...name, template };
}

/** Pages whose own path, or whose page or template under the rules, is called so, however its letters are coded. */
export function readPagesCalled(db: Database, { projectNo, path, rules }: CalledQuery): number[] {
  const groupOf = compilePageRules(rules);
  const wanted = upperCoded(path);
  const isCalled = (text: string) => text === path || upperCoded(text) === wanted;
  const begin = changesPaths(rules)
    ? ''
    : rules.templates.some(isCalled)
      ? beginningOf(path)
      : path.split('%', 1)[0]!;
  const names = db.query<{ page: number; host: string; path: string }, [number, string, string]>(NAMES);
  const pages: number[] = [];
  for (const stored of names.iterate(projectNo, begin, `${begin}${LAST}`)) {
    if (isCalled(stored.path) || isCalled(groupOf(stored.host, stored.path).path)) pages.push(stored.page);
  }
  return pages;
}

/** Whether pages can count as another one without a template. */
function changesPaths({ keepQuery, foldCase, indexFiles }: PageRules): boolean {
  return keepQuery !== 'all' || foldCase || indexFiles;
}
