// Values that a dimension has in the scope, to choose from.

import type { ValuesAnswer } from '../../src/contract/api.ts';
import type { FilterDimension } from '../../src/contract/dimensions.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { getJson } from './api.ts';

/** Values shown at once. */
const SHOWN = 8;

export type ProposedValue = ValuesAnswer['items'][number];

/** Of the sessions that pass the other filters of the scope; most frequent first. */
export async function fetchValues(
  projectId: string,
  question: { scope: Scope; dimension: FilterDimension; search: string },
  signal: AbortSignal,
): Promise<ProposedValue[]> {
  const query = scopeQuery(question.scope);
  query.delete('compare');
  query.set('dimension', question.dimension);
  query.set('limit', String(SHOWN));
  if (question.search !== '') query.set('search', question.search);
  const path = `/projects/${encodeURIComponent(projectId)}/values`;
  return (await getJson<ValuesAnswer>(path, { query, signal })).items;
}
