// The pages of a project with their counts in a scope, for tables and the page picker.

import type { Page, PageRow } from '../contract/api.ts';
import { areRulesPlain } from '../contract/page-rules.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { resolvePage } from './page-question.ts';
import { readDevice, readLimit, readText } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

export type PagesArgs = {
  scope: ResolvedScope;
  /** Part of the address or title. */
  search?: string | undefined;
  device?: string | undefined;
  /** Opaque id of a row that stands for several pages: lists these. */
  within?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
};

/**
 * Pages with any event in the scope, most pageviews first; those that count as one by the project's rules are one row. Throws `invalid` for unknown devices, limits and cursors, `not_found`
 * for an unknown `within`.
 */
export async function listPages(
  store: ReportStore,
  { scope, search, device, within, limit, cursor }: PagesArgs,
  options: QueryOptions = {},
): Promise<Page<PageRow>> {
  const query = {
    ...storeScope(scope),
    search: search === undefined || search === '' ? null : readText(search, 'search'),
    device: readDevice(device),
    rules: within === undefined && !areRulesPlain(scope.pageRules) ? scope.pageRules : null,
    within: within === undefined ? null : (await resolvePage(store, scope, within, options)).pages,
    limit: readLimit(limit),
    cursor: cursor ?? null,
  };
  return store.pages(query, options);
}
