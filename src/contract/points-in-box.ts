// Offset bins become points inside their element's box. Pure. Shared by the dashboard and the live overlay.

import { OFFSET_BINS } from './element.ts';
import type { PlotPoint } from './intensity.ts';

export type Rect = { x: number; y: number; w: number; h: number };

/** How far inside of a line a point is put that lay beside it, px. */
const MARGIN_PX = 2;

/** Counts may be differences of shares, whose sums are not quite exact. */
const LEAST_REST = 1e-9;

/**
 * In the box's own px. Clicks on the element that came without an offset stand in its middle. Of an element that breaks
 * over several `lines` the box holds much that is not of it: points stand on the nearest line.
 */
export function pointsInBox(
  box: Rect,
  clicks: {
    bins: readonly (readonly [bin: number, count: number])[];
    count: number;
    lines?: readonly Rect[] | undefined;
  },
): PlotPoint[] {
  const { bins, count, lines = [] } = clicks;
  const at = (column: number, row: number, weight: number): PlotPoint => {
    const x = box.x + (column / OFFSET_BINS) * box.w;
    const y = box.y + (row / OFFSET_BINS) * box.h;
    const onLines = lines.map((line) => [within(x, line.x, line.w), within(y, line.y, line.h)] as const);
    const awayBy = ([left, top]: readonly [number, number]) => Math.hypot(left - x, top - y);
    const [left, top] = onLines.sort((a, b) => awayBy(a) - awayBy(b))[0] ?? [x, y];
    return [left, top, weight];
  };
  const points = bins.map(([bin, weight]) =>
    at((bin % OFFSET_BINS) + 0.5, Math.floor(bin / OFFSET_BINS) + 0.5, weight),
  );
  const rest = bins.reduce((left, [, weight]) => left - weight, count);
  if (Math.abs(rest) > LEAST_REST) points.push(at(OFFSET_BINS / 2, OFFSET_BINS / 2, rest));
  return points;
}

/** The value, or the nearest one inside the stretch, a little off its ends. */
function within(value: number, from: number, length: number): number {
  if (value >= from && value <= from + length) return value;
  const margin = Math.min(MARGIN_PX, length / 2);
  return Math.min(from + length - margin, Math.max(from + margin, value));
}
