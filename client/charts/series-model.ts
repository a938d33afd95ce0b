// From the API's answers to what the series chart draws. Pure.

import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { MetricBucket, SeriesInterval, TimeseriesAnswer } from '../../src/contract/metrics.ts';
import { longLabel, shortLabel } from './bucket-label.ts';
import type { ChartLabel, ChartModel, ChartNote } from './chart-model.ts';

/** Head of the first column of a chart's table. */
export const INTERVAL_HEADS: Readonly<Record<SeriesInterval, string>> = {
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
};

export function chartLabels(
  buckets: readonly Pick<MetricBucket, 'label'>[],
  interval: SeriesInterval,
): ChartLabel[] {
  return buckets.map(({ label }) => ({
    short: shortLabel(label, interval),
    long: longLabel(label, interval),
    exact: label,
  }));
}

/** Each annotation at the bucket that holds it. */
export function chartNotes(
  buckets: readonly Pick<MetricBucket, 'startMs'>[],
  annotations: readonly AnnotationView[],
): ChartNote[] {
  return annotations.flatMap(({ atMs, text }) => {
    const index = buckets.findLastIndex(({ startMs }) => startMs <= atMs);
    return index < 0 ? [] : [{ index, text }];
  });
}

/** A series with its comparison, or its groups and what is beyond them. */
export function timeseriesModel(
  answer: TimeseriesAnswer,
  { name, annotations }: { name: string; annotations: readonly AnnotationView[] },
): ChartModel {
  const { buckets, interval, series, other, previous } = answer;
  const before = previous && { name: 'before', values: previous.values, isBefore: true };
  return {
    labels: chartLabels(buckets, interval),
    lines: [
      ...series.map(({ value, values }) => ({ name: value ?? name, values })),
      ...(other ? [{ name: 'All others', values: other.values }] : []),
      ...(before ? [before] : []),
    ],
    notes: chartNotes(buckets, annotations),
  };
}
