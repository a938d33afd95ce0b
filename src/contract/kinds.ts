// Kinds of heatmap beside clicks: where pointers rest, how far pages are scrolled, how long their sections are in view.
// What the words mean in numbers; stored counts depend on them, so they never change.

import { CLICK_KINDS } from './event-types.ts';

/** What GET …/heatmap answers. */
export const HEATMAP_KINDS = [...CLICK_KINDS, 'move', 'scroll'] as const;
export type HeatmapKind = (typeof HEATMAP_KINDS)[number];
/** What the dashboard draws: attention is drawn from the answer about scrolling. */
export const MAP_KINDS = [...HEATMAP_KINDS, 'attention'] as const;
export type MapKind = (typeof MAP_KINDS)[number];
/** What the cells of a map of moves count: rests, or milliseconds of rest. */
export const MOVE_WEIGHTS = ['count', 'dwell'] as const;
export type MoveWeight = (typeof MOVE_WEIGHTS)[number];

/** A pointer rests when it stays this long within this distance of where it came to a stop. */
export const REST_MS = 300;
export const REST_RADIUS_PX = 10;

/**
 * Depths are counted in steps of this many px of the page. A pageview in the first step is not known to have shown any
 * of it: nobody told how high its screen was, nor any depth. Such a view was not measured, see docs/decisions/0055.
 */
export const DEPTH_BIN_PX = 20;
/** Viewport heights are counted in steps of this many px, rounded up. */
export const FOLD_BIN_PX = 100;
/** What `scroll_bins` counts pageviews by. */
export const SCROLL_MEASURES = { depthPx: 1, depthPct: 2, viewH: 3 } as const;

const TIME_UNIT_MS = 100;
const BINS_PER_DOUBLING = 4;

/** Bin of a time in view; each is 19 % longer than the one before. */
export function timeBin(ms: number): number {
  return Math.floor(BINS_PER_DOUBLING * Math.log2(ms / TIME_UNIT_MS + 1));
}

/** The middle of a bin, ms. */
export function timeOfBin(bin: number): number {
  return Math.round(TIME_UNIT_MS * (2 ** ((bin + 0.5) / BINS_PER_DOUBLING) - 1));
}
