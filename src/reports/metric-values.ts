// From counts to metrics: rates, and changes. Pure.

import {
  isFactSplit,
  METRIC_NAMES,
  type Metric,
  type MetricChange,
  type MetricValues,
  metricsOfSplit,
  type Split,
} from '../contract/metrics.ts';
import type { MetricCounts } from '../storage/port-metrics.ts';

type Question = { split: Split | null; event: string | null };
const WHOLE: Question = { split: null, event: null };

/** Every metric of the counts; those that the question does not have are null. */
export function metricValues(counts: MetricCounts, question: Question = WHOLE): MetricValues {
  const { sessions, pageviews, events, clicks, customs, valueSum, visitors } = counts;
  const each = (amount: number): number | null => (sessions === 0 ? null : amount / sessions);
  const all: MetricValues = {
    ...{ visitors, sessions, pageviews, events, clicks, customs, valueSum },
    bounceRate: each(counts.bounces),
    medianDurationMs: counts.medianDurationMs,
    meanDurationMs: each(counts.durationMs),
    pagesPerSession: each(pageviews),
  };
  if (question.event === null && (question.split === null || !isFactSplit(question.split))) return all;
  const known: ReadonlySet<Metric> = new Set(metricsOfSplit(question.split, question.event));
  for (const name of METRIC_NAMES) if (!known.has(name)) all[name] = null;
  return all;
}

export function metricChange(value: number | null, previous: number | null): MetricChange {
  const isComparable = value !== null && previous !== null && previous !== 0;
  return { value, previous, change: isComparable ? (value - previous) / Math.abs(previous) : null };
}

/** Share of a metric in its total, 0…1; null where parts do not make a whole or there is none. */
export function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 || part < 0 ? null : Math.min(1, part / whole);
}
