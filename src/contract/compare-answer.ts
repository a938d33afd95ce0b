// What a heatmap answers beside its own counts when it is compared with a second scope.

import type { HeatmapAnswer, HeatmapElement, HeatmapPoints, ScopeView } from './api.ts';
import type { Device } from './event-types.ts';

/** Share of false alarms that is accepted among the differences called significant (Benjamini-Hochberg). */
export const FALSE_ALARMS = 0.05;

/** `more`, `less`: the first scope has a significantly larger, smaller share. `few`: too few counts to ever tell. */
export const DIFFERENCE_VERDICTS = ['more', 'less', 'same', 'few'] as const;
export type DifferenceVerdict = (typeof DIFFERENCE_VERDICTS)[number];

export type ElementDifference = {
  element: string;
  label: string;
  /** Counts and shares of all counts of their scope, 0…1; the other scope's beside. */
  count: number;
  share: number;
  otherCount: number;
  otherShare: number;
  /** `share` - `otherShare`. */
  difference: number;
  /** Pooled two-proportion z-test, or Fisher's exact test where an expected count is below 10. */
  test: 'z' | 'exact';
  /** How many times larger the variance is because one session counts several times; counts are divided by it. */
  designEffect: number;
  /** Two-sided, and corrected for the number of elements (null for `few`, which are not among them). */
  p: number;
  adjustedP: number | null;
  verdict: DifferenceVerdict;
};

/** The second scope as it was answered, and what differs. */
export type HeatmapComparison = {
  scope: ScopeView;
  device: Device | null;
  /** As `dimension:op:value`. */
  filters: string[];
  elements: HeatmapElement[];
  points: HeatmapPoints;
  loose: HeatmapPoints;
  /** All counts of the kind in the second scope. */
  total: number;
  onElements: number;
  /** Significant ones first, then by size of the difference. */
  differences: ElementDifference[];
  test: {
    /** FALSE_ALARMS. */
    threshold: number;
    tested: number;
    significant: number;
    tooFew: number;
    /** Elements that a bounded answer tells of one scope only; they are in no list of differences. */
    untold: number;
  };
};

/** GET …/heatmap: with `comparison` where a second scope was asked for. */
export type HeatmapReport = HeatmapAnswer & { comparison?: HeatmapComparison };
