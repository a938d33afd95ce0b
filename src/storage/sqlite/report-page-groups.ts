// Rows of the list of pages when several pages count as one: adds their counts up, finds the one visited most.

import type { PageRow } from '../../contract/api.ts';
import { compilePageRules, type PageRules } from '../../contract/page-rules.ts';
import { codedPath } from '../../lib/coded-path.ts';
import { pageIdOf, templateIdOf } from '../port-pages.ts';

/** A page with its counts; `page` is its id. */
export type CountedRow = Omit<PageRow, 'page' | 'group'> & { page: number };
export type GroupedRow = CountedRow & Pick<PageRow, 'group'>;

type Members = { row: GroupedRow; lead: CountedRow; pages: number; isTemplate: boolean; isFound: boolean };

/**
 * One row for each group, any order. `search` keeps the groups in which some page, or the pattern, has it in its
 * address or title, whatever the case of ASCII letters; their counts are always those of the whole group.
 */
export function groupRows(rows: Iterable<CountedRow>, rules: PageRules, search: string | null): GroupedRow[] {
  const groupOf = compilePageRules(rules);
  const groups = new Map<number, Members>();
  const has = (text: string, wanted: string): boolean => foldAscii(text).includes(wanted);
  const [address, inTitle] = [codedPath(search ?? ''), search ?? ''].map(foldAscii) as [string, string];
  for (const row of rows) {
    const { host, path, template } = groupOf(row.host, row.path);
    const id = template === null ? pageIdOf(host, path) : templateIdOf(template);
    const isFound = has(row.host + row.path, address) || has(path, address) || has(row.title, inTitle);
    const group = groups.get(id);
    if (!group) {
      const first = { ...row, page: id, path };
      groups.set(id, { row: first, lead: row, pages: 1, isTemplate: template !== null, isFound });
      continue;
    }
    addTo(group, row);
    group.isFound ||= isFound;
  }
  return [...groups.values()].filter(({ isFound }) => isFound).map(toRow);
}

function addTo(group: Members, row: CountedRow): void {
  for (const name of ['pageviews', 'clicks', 'rage', 'dead'] as const) group.row[name] += row[name];
  group.row.lastAtMs = Math.max(group.row.lastAtMs, row.lastAtMs);
  group.pages += 1;
  const isAhead =
    row.pageviews > group.lead.pageviews ||
    (row.pageviews === group.lead.pageviews && row.page < group.lead.page);
  if (isAhead) group.lead = row;
}

/** A page that nothing else counts as, and that is called as it is stored, is a plain row. */
function toRow({ row, lead, pages, isTemplate }: Members): GroupedRow {
  if (pages === 1 && lead.page === row.page) return row;
  const { page, host, path } = lead;
  const group = { pages, isTemplate, lead: { page: page.toString(36), host, path } };
  return { ...row, host, title: isTemplate ? '' : lead.title, group };
}

/** As SQL's `like` folds. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
