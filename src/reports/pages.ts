// The pages of a project with their counts in a scope, for tables and the page picker.

import type { Page, PageRow } from '../contract/api.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { readDevice, readLimit, readText } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

export type PagesArgs = {
  scope: ResolvedScope;
  /** Part of the address or title. */
  search?: string | undefined;
  device?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
};

/** Pages with any event in the scope, most pageviews first. Throws `invalid` for unknown devices, limits and cursors. */
export async function listPages(
  store: ReportStore,
  { scope, search, device, limit, cursor }: PagesArgs,
  options: QueryOptions = {},
): Promise<Page<PageRow>> {
  const query = {
    ...storeScope(scope),
    search: search === undefined || search === '' ? null : readText(search, 'search'),
    device: readDevice(device),
    limit: readLimit(limit),
    cursor: cursor ?? null,
  };
  return store.pages(query, options);
}
