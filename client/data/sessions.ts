// The sessions list, single sessions, their neighbours and their like, as the API gives them.

import type {
  JourneyAnswer,
  NeighboursAnswer,
  Page,
  SessionRowView,
  SessionSort,
  SimilarAnswer,
} from '../../src/contract/api.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { ApiError, apiUrl, getJson } from './api.ts';

export type SessionsFilter = {
  /** Page id: only sessions that viewed it. */
  page: string | null;
  hasRage: boolean;
  minEvents: number;
  /** Part of a user or a path; empty for all. */
  search: string;
  sort: SessionSort;
};

/** In the order asked. Nobody viewed a page that is not known, or not any more: the last to see it may have been removed. */
export async function fetchSessions(
  projectId: string,
  question: { scope: Scope; filter: SessionsFilter; cursor: string | null },
  signal: AbortSignal,
): Promise<Page<SessionRowView>> {
  const query = sessionsQuery(question.scope, question.filter);
  if (question.cursor !== null) query.set('cursor', question.cursor);
  try {
    return await getJson(`${pathOf(projectId)}/sessions`, { query, signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'page_not_found')
      return { items: [], total: 0, nextCursor: null };
    throw error;
  }
}

/** Events in time order, from `cursor` on. Rejects with `not_found`. */
export function fetchJourney(
  projectId: string,
  sid: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<JourneyAnswer> {
  return getJson(sessionPath(projectId, sid), { query: { cursor }, signal });
}

/** The sessions before and after one in the list that scope and filter give. */
export function fetchNeighbours(
  projectId: string,
  question: { sid: string; scope: Scope; filter: SessionsFilter },
  signal: AbortSignal,
): Promise<NeighboursAnswer> {
  const query = sessionsQuery(question.scope, question.filter);
  return getJson(`${sessionPath(projectId, question.sid)}/neighbours`, { query, signal });
}

/** Sessions of the scope's range that resemble one, whatever the list is filtered by. */
export function fetchSimilar(
  projectId: string,
  question: { sid: string; scope: Scope },
  signal: AbortSignal,
): Promise<SimilarAnswer> {
  const query = scopeQuery({ ...question.scope, filters: [], segment: null });
  query.delete('compare');
  return getJson(`${sessionPath(projectId, question.sid)}/similar`, { query, signal });
}

/** Download link of all sessions that the list would show. */
export function sessionsExportUrl(
  projectId: string,
  question: { scope: Scope; filter: SessionsFilter },
  format: 'csv' | 'ndjson',
): string {
  const query = sessionsQuery(question.scope, question.filter);
  query.set('format', format);
  return apiUrl(`${pathOf(projectId)}/export/sessions`, query);
}

function sessionsQuery(scope: Scope, filter: SessionsFilter): URLSearchParams {
  const query = scopeQuery(scope);
  query.delete('compare');
  if (filter.page !== null) query.set('page', filter.page);
  if (filter.hasRage) query.set('rage', '1');
  if (filter.minEvents > 0) query.set('minEvents', String(filter.minEvents));
  if (filter.search !== '') query.set('search', filter.search);
  if (filter.sort !== 'newest') query.set('sort', filter.sort);
  return query;
}

function sessionPath(projectId: string, sid: string): string {
  return `${pathOf(projectId)}/sessions/${encodeURIComponent(sid)}`;
}

function pathOf(projectId: string): string {
  return `/projects/${encodeURIComponent(projectId)}`;
}
