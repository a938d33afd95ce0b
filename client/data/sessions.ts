// The sessions list and single sessions, as the API gives them.

import type { JourneyAnswer, Page, SessionRowView } from '../../src/contract/api.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { apiUrl, getJson } from './api.ts';

export type SessionsFilter = {
  /** Page id: only sessions that viewed it. */
  page: string | null;
  hasRage: boolean;
  minEvents: number;
};

/** Newest start first. */
export function fetchSessions(
  projectId: string,
  question: { scope: Scope; filter: SessionsFilter; cursor: string | null },
  signal: AbortSignal,
): Promise<Page<SessionRowView>> {
  const query = sessionsQuery(question.scope, question.filter);
  if (question.cursor !== null) query.set('cursor', question.cursor);
  return getJson(`${pathOf(projectId)}/sessions`, { query, signal });
}

/** Events in time order, from `cursor` on. Rejects with `not_found`. */
export function fetchJourney(
  projectId: string,
  sid: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<JourneyAnswer> {
  return getJson(`${pathOf(projectId)}/sessions/${encodeURIComponent(sid)}`, { query: { cursor }, signal });
}

/** Download link of all sessions that the list would show. */
export function sessionsCsvUrl(projectId: string, scope: Scope, filter: SessionsFilter): string {
  const query = sessionsQuery(scope, filter);
  query.set('format', 'csv');
  return apiUrl(`${pathOf(projectId)}/export/sessions`, query);
}

function sessionsQuery(scope: Scope, filter: SessionsFilter): URLSearchParams {
  const query = scopeQuery(scope);
  query.delete('compare');
  if (filter.page !== null) query.set('page', filter.page);
  if (filter.hasRage) query.set('rage', '1');
  if (filter.minEvents > 0) query.set('minEvents', String(filter.minEvents));
  return query;
}

function pathOf(projectId: string): string {
  return `/projects/${encodeURIComponent(projectId)}`;
}
