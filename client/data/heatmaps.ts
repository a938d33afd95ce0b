// Pages and their heatmaps, as the API gives them.

import type { Page, PageRow } from '../../src/contract/api.ts';
import type { HeatmapReport } from '../../src/contract/compare-answer.ts';
import type { HeatmapKind } from '../../src/contract/kinds.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { type SecondScope, secondQuery } from '../state/second-scope.ts';
import { apiUrl, getJson } from './api.ts';

/** Pages that the picker lists at once; searching finds the others. */
const LISTED_PAGES = 200;

/** Most pageviews first. `search` matches path and title; `within` lists the pages of a row that stands for several. */
export function fetchPages(
  projectId: string,
  { scope, search = '', within }: { scope: Scope; search?: string; within?: string },
  signal: AbortSignal,
): Promise<Page<PageRow>> {
  const query = placeQuery(scope);
  if (within !== undefined) query.set('within', within);
  query.set('limit', String(Math.min(LISTED_PAGES, LIMITS.pageRowsMax)));
  if (search !== '') query.set('search', search);
  return getJson(`/projects/${encodeURIComponent(projectId)}/pages`, { query, signal });
}

/** Rejects with `not_found` for a page that the project has never seen. */
export function fetchHeatmap(
  projectId: string,
  question: { scope: Scope; second?: SecondScope | null; page: string; kind: HeatmapKind },
  signal: AbortSignal,
): Promise<HeatmapReport> {
  const query = placeQuery(question.scope);
  for (const [name, value] of secondQuery(question.second ?? null)) query.append(name, value);
  query.set('page', question.page);
  query.set('kind', question.kind);
  return getJson(`/projects/${encodeURIComponent(projectId)}/heatmap`, { query, signal });
}

/** Address of a map as a download. */
export function heatmapExportUrl(
  projectId: string,
  question: { scope: Scope; page: string; kind: HeatmapKind },
  format: 'csv' | 'json',
): string {
  const query = placeQuery(question.scope);
  query.set('page', question.page);
  query.set('kind', question.kind);
  query.set('format', format);
  return apiUrl(`/projects/${encodeURIComponent(projectId)}/export/heatmap`, query);
}

/** Rejects likewise. */
export function fetchScroll(
  projectId: string,
  question: { scope: Scope; page: string },
  signal: AbortSignal,
): Promise<ScrollAnswer> {
  const query = placeQuery(question.scope);
  query.set('page', question.page);
  return getJson(`/projects/${encodeURIComponent(projectId)}/scroll`, { query, signal });
}

/** Heatmaps are narrowed by device, and compare only where a second scope is told. */
export function placeQuery(scope: Scope): URLSearchParams {
  const query = scopeQuery(scope);
  query.delete('compare');
  if (scope.device) query.set('device', scope.device);
  return query;
}
