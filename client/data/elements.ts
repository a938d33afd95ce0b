// Elements beside a map, and which of them are muted, as the API gives them.

import type { Page } from '../../src/contract/api.ts';
import type { ElementsAnswer } from '../../src/contract/elements-answer.ts';
import type { FrictionAnswer } from '../../src/contract/friction-answer.ts';
import type { MutedElementView, MuteKind } from '../../src/contract/muted-element.ts';
import type { Scope } from '../state/scope.ts';
import { deleteJson, getJson, postJson } from './api.ts';
import { placeQuery } from './heatmaps.ts';

const pathOf = (projectId: string) => `/projects/${encodeURIComponent(projectId)}`;

/** Rejects with `not_found` for a page that the project has never seen. */
export function fetchElements(
  projectId: string,
  question: { scope: Scope; page: string },
  signal: AbortSignal,
): Promise<ElementsAnswer> {
  const query = placeQuery(question.scope);
  query.set('page', question.page);
  return getJson(`${pathOf(projectId)}/elements`, { query, signal });
}

/** Its rage or dead clicks no longer count; muting twice changes nothing. */
export function muteElement(
  projectId: string,
  request: { element: string; kind: MuteKind; label: string },
): Promise<MutedElementView> {
  return postJson(`${pathOf(projectId)}/muted-elements`, request);
}

export function unmuteElement(
  projectId: string,
  { element, kind }: { element: string; kind: MuteKind },
): Promise<void> {
  return deleteJson(`${pathOf(projectId)}/muted-elements/${encodeURIComponent(element)}/${kind}`);
}

/** Last muted first. */
export function fetchMuted(projectId: string, signal: AbortSignal): Promise<Page<MutedElementView>> {
  return getJson(`${pathOf(projectId)}/muted-elements`, { signal });
}

/** Most trouble first. */
export function fetchFriction(projectId: string, scope: Scope, signal: AbortSignal): Promise<FrictionAnswer> {
  return getJson(`${pathOf(projectId)}/friction`, { query: placeQuery(scope), signal });
}
