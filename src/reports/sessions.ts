// The list of sessions in a scope, newest first.

import type { Page, SessionRowView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { resolvePage } from './page-question.ts';
import { readFlag, readLimit, readWhole } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';
import { sessionView } from './session-view.ts';

export type SessionsArgs = {
  scope: ResolvedScope;
  nowMs: number;
  /** Opaque id of a page or template that the sessions viewed. */
  page?: string | undefined;
  minEvents?: string | undefined;
  /** `1`: only sessions with rage clicks. */
  rage?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
};

/** The total is that of the first page of the list. Throws `invalid` for unreadable arguments; an unknown page has no sessions. */
export async function listSessions(
  store: ReportStore,
  { scope, nowMs, page, minEvents, rage, limit, cursor }: SessionsArgs,
  options: QueryOptions = {},
): Promise<Page<SessionRowView>> {
  const query = {
    ...storeScope(scope),
    pages: page === undefined ? null : await viewedPages(store, scope, page, options),
    minEvents: readWhole(minEvents, { name: 'minEvents', min: 0, max: 1_000_000, fallback: 0 }),
    hasRage: readFlag(rage, 'rage'),
    liveSinceMs: nowMs - LIMITS.liveSessionMs,
    limit: readLimit(limit),
    cursor: cursor ?? null,
  };
  const { items, total, nextCursor } = await store.sessions(query, options);
  return { items: items.map((detail) => sessionView(detail, nowMs)), total, nextCursor };
}

/** None for what cannot be an id: it finds nothing. */
async function viewedPages(
  store: ReportStore,
  scope: ResolvedScope,
  page: string,
  options: QueryOptions,
): Promise<number[]> {
  try {
    return (await resolvePage(store, scope, page, options)).pages;
  } catch (error) {
    if (error instanceof HeatError && error.kind === 'not_found') return [];
    throw error;
  }
}
