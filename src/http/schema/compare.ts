// Schema of a heatmap beside that of a second scope.

import { type Static, t } from 'elysia';
import {
  DIFFERENCE_VERDICTS,
  type ElementDifference,
  type HeatmapComparison,
  type HeatmapReport,
} from '../../contract/compare-answer.ts';
import { oneOf, orNull } from './lists.ts';
import { device, heatmapAnswer, mapElements, mapPoints, scopeView } from './reports.ts';
import type { Holds, Same } from './same.ts';

const difference = t.Object({
  element: t.String(),
  label: t.String(),
  count: t.Number(),
  share: t.Number(),
  otherCount: t.Number(),
  otherShare: t.Number(),
  difference: t.Number({ description: 'share minus otherShare' }),
  test: oneOf(['z', 'exact']),
  designEffect: t.Number({ description: 'Counts are divided by it before the test: clicks of one session' }),
  p: t.Number({ description: 'Two-sided' }),
  adjustedP: orNull(t.Number({ description: 'Benjamini-Hochberg; null for too few counts' })),
  verdict: oneOf(DIFFERENCE_VERDICTS),
});

const comparison = t.Object({
  scope: scopeView,
  device: orNull(device),
  filters: t.Array(t.String()),
  elements: mapElements,
  points: mapPoints,
  loose: mapPoints,
  total: t.Number(),
  onElements: t.Number(),
  differences: t.Array(difference, { description: 'Significant ones first, then by size' }),
  test: t.Object({
    threshold: t.Number(),
    tested: t.Number(),
    significant: t.Number(),
    tooFew: t.Number(),
    untold: t.Number(),
  }),
});

export const heatmapReport = t.Composite([heatmapAnswer, t.Object({ comparison: t.Optional(comparison) })]);

export type CompareSchemasMatch = [
  Holds<Same<Static<typeof difference>, ElementDifference>>,
  Holds<Same<Static<typeof comparison>, HeatmapComparison>>,
  Holds<Same<Static<typeof heatmapReport>, HeatmapReport>>,
];
