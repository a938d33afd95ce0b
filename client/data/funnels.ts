// Funnels, journeys and retention, as the API gives and takes them.

import type { Page, SessionRowView } from '../../src/contract/api.ts';
import type {
  FunnelAnswer,
  FunnelDefinition,
  FunnelView,
  JourneyDirection,
  JourneysAnswer,
  RetentionAnswer,
  RetentionInterval,
  RetentionUnit,
} from '../../src/contract/funnels.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { deleteJson, getJson, patchJson, postJson } from './api.ts';

const projectOf = (projectId: string) => `/projects/${encodeURIComponent(projectId)}`;
const funnelOf = (projectId: string, id: string) =>
  `${projectOf(projectId)}/funnels/${encodeURIComponent(id)}`;

/** In their order, archived ones too. */
export async function fetchFunnels(projectId: string, signal: AbortSignal): Promise<FunnelView[]> {
  const { items } = await getJson<Page<FunnelView>>(`${projectOf(projectId)}/funnels`, { signal });
  return items;
}

/** What a funnel counts, saved or not. */
export function fetchFunnelResult(
  projectId: string,
  question: { scope: Scope; definition: FunnelDefinition; split: string | null },
  signal: AbortSignal,
): Promise<FunnelAnswer> {
  const query = scopeQuery(question.scope);
  query.set('definition', JSON.stringify(question.definition));
  if (question.split) query.set('split', question.split);
  return getJson(`${projectOf(projectId)}/funnel-preview`, { query, signal });
}

/** The newest sessions that got to a step (from 1) and left. */
export function fetchLeftSessions(
  projectId: string,
  question: { scope: Scope; funnelId: string; step: number; limit: number },
  signal: AbortSignal,
): Promise<Page<SessionRowView>> {
  const query = scopeQuery(question.scope);
  query.delete('compare');
  query.set('step', String(question.step));
  query.set('limit', String(question.limit));
  return getJson(`${funnelOf(projectId, question.funnelId)}/sessions`, { query, signal });
}

/** Rejects with `conflict` for a name that is taken. */
export function createFunnel(
  projectId: string,
  funnel: FunnelDefinition & { name: string },
): Promise<FunnelView> {
  return postJson(`${projectOf(projectId)}/funnels`, funnel);
}

export function updateFunnel(
  projectId: string,
  id: string,
  change: { name?: string; definition?: FunnelDefinition; position?: number; archived?: boolean },
): Promise<FunnelView> {
  return patchJson(funnelOf(projectId, id), change);
}

export function removeFunnel(projectId: string, id: string): Promise<void> {
  return deleteJson(funnelOf(projectId, id));
}

export function fetchJourneys(
  projectId: string,
  question: { scope: Scope; page: string | null; direction: JourneyDirection; depth: number },
  signal: AbortSignal,
): Promise<JourneysAnswer> {
  const query = scopeQuery(question.scope);
  query.delete('compare');
  if (question.page) query.set('page', question.page);
  query.set('direction', question.direction);
  query.set('depth', String(question.depth));
  return getJson(`${projectOf(projectId)}/journeys`, { query, signal });
}

export function fetchRetention(
  projectId: string,
  question: { scope: Scope; interval: RetentionInterval; unit: RetentionUnit },
  signal: AbortSignal,
): Promise<RetentionAnswer> {
  const query = scopeQuery(question.scope);
  query.delete('compare');
  query.set('interval', question.interval);
  query.set('unit', question.unit);
  return getJson(`${projectOf(projectId)}/retention`, { query, signal });
}
