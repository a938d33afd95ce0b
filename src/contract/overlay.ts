// What POST /overlay answers: one map of one page, with no more in it than the live overlay draws.

import type { Period } from './api.ts';
import type { ElementDescriptor } from './element.ts';
import type { Device } from './event-types.ts';
import { HEATMAP_KINDS } from './kinds.ts';

export const OVERLAY_KINDS = [...HEATMAP_KINDS, 'attention'] as const;
export type OverlayKind = (typeof OVERLAY_KINDS)[number];

export type OverlayElement = {
  element: string;
  /** Readable name made from the descriptor. */
  label: string;
  descriptor: ElementDescriptor;
  count: number;
  /** As in HeatmapElement. */
  bins: [bin: number, count: number][];
};

export type OverlayAnswer = {
  kind: OverlayKind;
  /** Null for a range that has no name. */
  period: Period | null;
  /** As it was answered: from inclusive, to exclusive, and the zone of its days. */
  fromMs: number;
  toMs: number;
  timeZone: string;
  device: Device | null;
  path: string;
  /** Clicks or rests in scope; of `scroll` and `attention` pageviews. */
  total: number;
  /** Most clicked first, at most LIMITS.overlayElements; none for `move`, `scroll` and `attention`. */
  elements: OverlayElement[];
  /** What stands on no element: x is the left edge as a share of the page's width 0…1, y the top edge in px. */
  cells: [x: number, y: number, count: number][];
  cell: { width: number; heightPx: number };
  /** Of `scroll` the share of pageviews that got to a depth, of `attention` the mean time in view there, ms; ascending. */
  bands: [topPx: number, value: number][];
  bandPx: number;
};
