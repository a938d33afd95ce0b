// Removing made-up sessions, as the API gives it.

import type { Page } from '../../src/contract/api.ts';
import type { Purge, PurgePreview } from '../../src/contract/purges.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { getJson, postJson } from './api.ts';

const pathOf = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/purges`;

/** What a purge of the scope's sessions would take. */
export function fetchPurgePreview(
  projectId: string,
  scope: Scope,
  signal: AbortSignal,
): Promise<PurgePreview> {
  const query = scopeQuery(scope);
  query.delete('compare');
  return getJson(`${pathOf(projectId)}/preview`, { query, signal });
}

/** Orders what the preview told of. */
export function orderPurge(projectId: string, preview: PurgePreview): Promise<Purge> {
  const { fromMs, toMs, filters, bots } = preview;
  return postJson(pathOf(projectId), { fromMs, toMs, filters, bots });
}

/** Whether and what it removed; null for an order that is listed no more. */
export async function findPurge(projectId: string, id: string, signal: AbortSignal): Promise<Purge | null> {
  const { items } = await getJson<Page<Purge>>(pathOf(projectId), { signal });
  return items.find((one) => one.id === id) ?? null;
}
