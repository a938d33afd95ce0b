// The overview's chart: one metric with its comparison and what was noted in the range.

import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { OverviewAnswer } from '../../src/contract/api.ts';
import { longLabel } from '../charts/bucket-label.ts';
import type { ChartModel } from '../charts/chart-model.ts';
import { chartLabels, chartNotes } from '../charts/series-model.ts';
import { SERIES_LABELS, type SeriesName } from './overview-metrics.ts';

/** The comparison stands at the same place in its own span, under its own dates. */
export function overviewChart(
  metric: SeriesName,
  { now, before }: { now: OverviewAnswer; before: OverviewAnswer | null },
  annotations: readonly AnnotationView[],
): ChartModel {
  const line = { name: SERIES_LABELS[metric], values: now.series.map((bucket) => bucket[metric]) };
  const earlier = before && {
    name: 'Before',
    isBefore: true,
    values: now.series.map((_, index) => before.series[index]?.[metric] ?? null),
    labels: now.series.map((_, index) => {
      const bucket = before.series[index];
      return bucket ? longLabel(bucket.label, now.interval) : null;
    }),
  };
  return {
    labels: chartLabels(now.series, now.interval),
    lines: earlier ? [line, earlier] : [line],
    notes: chartNotes(now.series, annotations),
  };
}
