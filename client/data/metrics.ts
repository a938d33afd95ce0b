// Metrics, breakdowns, custom events and annotations, as the API gives them.

import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { Page } from '../../src/contract/api.ts';
import type { BreakdownAnswer, EventView, Metric, TimeseriesAnswer } from '../../src/contract/metrics.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { apiUrl, deleteJson, getJson, postJson } from './api.ts';

export type BreakdownQuestion = {
  scope: Scope;
  dimension: string;
  metric?: Metric;
  /** Only custom events of that name. */
  event?: string | null;
  limit?: number;
};

export function fetchBreakdown(
  projectId: string,
  { scope, dimension, metric, event, limit }: BreakdownQuestion,
  signal: AbortSignal,
): Promise<BreakdownAnswer> {
  const query = plainQuery(scope);
  if (metric) query.set('metric', metric);
  if (event) query.set('event', event);
  if (limit !== undefined) query.set('limit', String(limit));
  return getJson(`${pathOf(projectId)}/metrics/breakdown/${encodeURIComponent(dimension)}`, {
    query,
    signal,
  });
}

/** Custom events over time: of one event beside the time before, or split into the most frequent ones. */
export function fetchEventSeries(
  projectId: string,
  { scope, event }: { scope: Scope; event: string | null },
  signal: AbortSignal,
): Promise<TimeseriesAnswer> {
  const query = scopeQuery(scope);
  query.set('metric', 'customs');
  if (event === null) query.set('split', 'event');
  else query.set('event', event);
  return getJson(`${pathOf(projectId)}/metrics/timeseries`, { query, signal });
}

/** Newest first. */
export function fetchEvents(
  projectId: string,
  { scope, event, cursor }: { scope: Scope; event: string | null; cursor: string | null },
  signal: AbortSignal,
): Promise<Page<EventView>> {
  const query = plainQuery(scope);
  if (event !== null) query.set('event', event);
  if (cursor !== null) query.set('cursor', cursor);
  return getJson(`${pathOf(projectId)}/events`, { query, signal });
}

export function eventsExportUrl(
  projectId: string,
  { scope, event }: { scope: Scope; event: string | null },
  format: 'csv' | 'ndjson',
): string {
  const query = plainQuery(scope);
  if (event !== null) query.set('event', event);
  query.set('format', format);
  return apiUrl(`${pathOf(projectId)}/export/events`, query);
}

export async function fetchAnnotations(
  projectId: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<AnnotationView[]> {
  const query = { from: fromMs, to: toMs };
  return (await getJson<Page<AnnotationView>>(`${pathOf(projectId)}/annotations`, { query, signal })).items;
}

export function createAnnotation(
  projectId: string,
  annotation: { text: string; atMs: number },
): Promise<AnnotationView> {
  return postJson(`${pathOf(projectId)}/annotations`, annotation);
}

export function removeAnnotation(projectId: string, id: string): Promise<void> {
  return deleteJson(`${pathOf(projectId)}/annotations/${encodeURIComponent(id)}`);
}

function plainQuery(scope: Scope): URLSearchParams {
  const query = scopeQuery(scope);
  query.delete('compare');
  return query;
}

function pathOf(projectId: string): string {
  return `/projects/${encodeURIComponent(projectId)}`;
}
