// What a purge would take: the sessions of a scope, as the list of sessions counts them.

import type { PurgePreview, PurgeScope } from '../contract/purges.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { Purgeable } from '../storage/port-purges.ts';
import { writeFilter } from './filters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

/** `scope` as orders keep it, `found` for the order, `preview` to be shown. */
export async function purgeQuestion(
  store: Pick<ReportStore, 'purgeable'>,
  asked: ResolvedScope,
  options: QueryOptions = {},
): Promise<{ scope: PurgeScope; found: Purgeable; preview: PurgePreview }> {
  const { fromMs, toMs, filters, includeBots: bots } = asked;
  const scope = { fromMs, toMs, filters: filters.map(writeFilter), bots };
  const found = await store.purgeable(storeScope(asked), options);
  const { filters: _, ...counts } = found;
  return { scope, found, preview: { ...scope, ...counts } };
}
