// The page of a question: a stored one, or the several that count as one by the project's rules and templates.

import type { PageGroupView, PageRow } from '../contract/api.ts';
import { areRulesPlain } from '../contract/page-rules.ts';
import { HeatError } from '../lib/errors.ts';
import type { HeatmapRows, QueryOptions, ReportStore } from '../storage/port.ts';
import { opaqueId, readOpaqueId } from './parameters.ts';
import type { ResolvedScope } from './scope.ts';

export type AskedPage = {
  /** As it was asked for. */
  id: string;
  /** At least one. */
  pages: number[];
  /** Of several pages: what they count as. */
  group: { path: string; isTemplate: boolean } | null;
};

/** Throws `not_found` for a text that cannot be an id, and for a template that no page matches. */
export async function resolvePage(
  store: ReportStore,
  { projectNo, pageRules }: Pick<ResolvedScope, 'projectNo' | 'pageRules'>,
  id: string,
  options: QueryOptions,
): Promise<AskedPage> {
  const page = readOpaqueId(id);
  if (page === null) throw unknownPage();
  if (areRulesPlain(pageRules)) return { id, pages: [page], group: null };
  const members = await store.members({ projectNo, page, rules: pageRules }, options);
  if (members === null) return { id, pages: [page], group: null };
  const { pages, path, template } = members;
  if (pages.length === 0) throw unknownPage();
  return { id, pages, group: { path, isTemplate: template !== null } };
}

/** Opaque ids of the stored pages that an id stands for; a text that cannot be an id stands for itself, a template without pages for none. */
export async function storedPageIds(
  store: ReportStore,
  asked: Pick<ResolvedScope, 'projectNo' | 'pageRules'>,
  id: string,
  options: QueryOptions,
): Promise<string[]> {
  const { projectNo, pageRules } = asked;
  const page = areRulesPlain(pageRules) ? null : readOpaqueId(id);
  const members = page === null ? null : await store.members({ projectNo, page, rules: pageRules }, options);
  return members?.pages.map(opaqueId) ?? [id];
}

/** The row of the asked page with its counts, as lists of pages show it. */
export function askedRow(asked: AskedPage, rows: Pick<HeatmapRows, 'page' | 'counts'>): PageRow {
  const { page, host, path, title, seenAtMs } = rows.page;
  const { id, group, pages } = asked;
  const row = { page: id, host, path, title: title ?? '', ...rows.counts, lastAtMs: seenAtMs };
  if (group === null) return row;
  const view: PageGroupView = {
    pages: pages.length,
    isTemplate: group.isTemplate,
    lead: { page: opaqueId(page), host, path },
  };
  return { ...row, path: group.path, title: group.isTemplate ? '' : row.title, group: view };
}

function unknownPage(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: 'Cannot find this page in this project',
  });
}
