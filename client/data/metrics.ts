// Metrics, breakdowns, custom events and annotations, as the API gives them.

import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { Page } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { BreakdownAnswer, EventView, Metric, TimeseriesAnswer } from '../../src/contract/metrics.ts';
import { type Scope, scopeQuery } from '../state/scope.ts';
import { apiUrl, deleteJson, getJson, postJson } from './api.ts';
import { earlierSpan } from './overview.ts';

export type BreakdownQuestion = {
  scope: Scope;
  dimension: string;
  metric?: Metric;
  /** Only custom events of that name. */
  event?: string | null;
  limit?: number;
};

export type EventsBefore = {
  span: { fromMs: number; toMs: number };
  /** How often an event came; null where there were too many events to know. */
  timesOf: (event: string) => number | null;
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

/** How often each event came in the time before the scope that was answered. */
export async function fetchEventsBefore(
  projectId: string,
  { scope, answered }: { scope: Scope; answered: Pick<TimeseriesAnswer, 'scope' | 'interval'> },
  signal: AbortSignal,
): Promise<EventsBefore> {
  const { interval } = answered;
  const span = earlierSpan(answered.scope, interval === 'minute' ? 'hour' : interval);
  const asked = { ...scope, period: null, ...span };
  const question = { scope: asked, dimension: 'event', limit: LIMITS.breakdownRowsMax };
  const { items, other } = await fetchBreakdown(projectId, question, signal);
  const times = new Map(items.map(({ value, customs }) => [value, customs ?? 0]));
  return { span, timesOf: (event) => times.get(event) ?? (other === null ? 0 : null) };
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
