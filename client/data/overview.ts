// The overview report, and the one of the span before it for the dashed line and for what changed.

import type { OverviewAnswer } from '../../src/contract/api.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { getJson } from './api.ts';

export type OverviewPair = { now: OverviewAnswer; before: OverviewAnswer | null };

/** Asks for the scope and, when it is compared, for the span of equal length before it, in the same intervals. */
export async function findOverview(
  projectId: string,
  scope: Scope,
  signal: AbortSignal,
): Promise<OverviewPair> {
  const path = `/projects/${encodeURIComponent(projectId)}/overview`;
  const query = scopeQuery(scope);
  const now = await getJson<OverviewAnswer>(path, { query, signal });
  if (!scope.compare) return { now, before: null };
  const earlier = new URLSearchParams(query);
  for (const name of ['period', 'compare']) earlier.delete(name);
  earlier.set('from', String(2 * now.scope.fromMs - now.scope.toMs));
  earlier.set('to', String(now.scope.fromMs));
  earlier.set('interval', now.interval);
  return { now, before: await getJson<OverviewAnswer>(path, { query: earlier, signal }) };
}
