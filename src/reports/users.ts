// Who was there: new and returning visitors, how many in the last day, week and month, and the busiest users.

import type { UsersAnswer } from '../contract/metrics.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { readBreakdownLimit } from './metric-question.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export async function users(
  store: ReportStore,
  { scope, limit }: { scope: ResolvedScope; limit?: string | undefined },
  options: QueryOptions = {},
): Promise<UsersAnswer> {
  const rows = await store.users({ ...storeScope(scope), limit: readBreakdownLimit(limit) }, options);
  return { scope: scopeView(scope), ...rows, returningVisitors: rows.visitors - rows.newVisitors };
}
