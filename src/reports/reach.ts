// Curves of one page's scrolling from counts by bin. Pure.

import { DEPTH_BIN_PX } from '../contract/kinds.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';

type Bins = readonly (readonly [bin: number, count: number])[];

/** Height of a band of attention, px. */
export const BAND_PX = 100;

/** Share of pageviews that got to each step; steps are wide enough for LIMITS.scrollSteps entries, and exact at any width. */
export function reachCurve(depths: Bins, pageviews: number): Pick<ScrollAnswer, 'reach' | 'stepPx'> {
  const deepest = depths.at(-1)?.[0] ?? -1;
  let width = 1;
  while (deepest / width >= LIMITS.scrollSteps) width *= 2;
  const reach: ScrollAnswer['reach'] = [];
  let left = pageviews;
  let at = 0;
  for (let bin = 0; bin <= deepest; bin += width) {
    for (; at < depths.length && depths[at]![0] < bin; at += 1) left -= depths[at]![1];
    reach.push([bin * DEPTH_BIN_PX, left / pageviews]);
  }
  return { reach, stepPx: width * DEPTH_BIN_PX };
}

/** Share of pageviews that got to a block's upper edge, rounded up to a bin, or into it when it is lower than a bin. */
export function reachOf(
  { top, height }: { top: number; height: number },
  depths: Bins,
  pageviews: number,
): number {
  const upper = Math.ceil(Math.max(0, top) / DEPTH_BIN_PX);
  const lower = Math.floor(Math.max(0, top + height) / DEPTH_BIN_PX);
  const bin = Math.min(upper, lower);
  const reached = depths.reduce((sum, [own, count]) => (own >= bin ? sum + count : sum), 0);
  return pageviews === 0 ? 0 : reached / pageviews;
}

/** The largest of ascending bins that at least half stand in or above; null for none. */
export function halfwayBin(bins: Bins): number | null {
  const half = bins.reduce((sum, [, count]) => sum + count, 0) / 2;
  let above = 0;
  for (const [bin, count] of bins.toReversed()) {
    above += count;
    if (above >= half) return bin;
  }
  return null;
}

/** Lower median of ascending bins; null for none. */
export function medianBin(bins: Bins): number | null {
  const half = bins.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [bin, count] of bins) {
    seen += count;
    if (seen >= half) return bin;
  }
  return null;
}

export type TimedBlock = { top: number; height: number; ms: number };

/**
 * Time of each band from the blocks that lie over it, each by the share of the band that it covers; where blocks lie
 * on each other, the mean of them. Bands in which nothing lies are 0; down to the lowest block, bounded.
 */
export function attentionBands(
  blocks: readonly TimedBlock[],
  pageviews: number,
): [top: number, ms: number][] {
  const lowest = Math.max(0, ...blocks.map(({ top, height }) => top + height));
  const count = Math.min(LIMITS.scrollSteps, Math.ceil(lowest / BAND_PX));
  return Array.from({ length: count }, (_, band): [number, number] => {
    const from = band * BAND_PX;
    let covered = 0;
    let sum = 0;
    for (const { top, height, ms } of blocks) {
      const share = Math.max(0, Math.min(from + BAND_PX, top + height) - Math.max(from, top)) / BAND_PX;
      covered += share;
      sum += share * ms;
    }
    return [from, pageviews === 0 ? 0 : Math.round(sum / Math.max(1, covered) / pageviews)];
  });
}
