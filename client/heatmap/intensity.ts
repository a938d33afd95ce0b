// Numbers behind the colours: how many points are drawn, what count is the hottest colour, how fine the canvas is.
// Pure.

import type { PlotPoint } from './project-points.ts';

/** Points that simpleheat draws in well under a frame without a GPU (20,000 take 650 ms). */
const MAX_POINTS = 3_000;
/** Largest canvas, in device px: getImageData needs four bytes for each. */
const MAX_CANVAS_PX = 12_000_000;
/** Largest edge of a canvas in every current browser, device px. */
const MAX_CANVAS_EDGE = 16_000;

/** Adds up points that fall into the same square; the square grows until at most `limit` points are left. */
export function mergePoints(points: readonly PlotPoint[], cellPx: number, limit = MAX_POINTS): PlotPoint[] {
  let size = Math.max(1, cellPx);
  let merged = mergeAt(points, size);
  while (merged.length > limit) {
    size *= 1.5;
    merged = mergeAt(points, size);
  }
  return merged;
}

/** Weighted middle of each square, so that a lone point stays where it was. */
function mergeAt(points: readonly PlotPoint[], size: number): PlotPoint[] {
  const squares = new Map<string, PlotPoint>();
  for (const [x, y, count] of points) {
    const key = squareOf([x, y, count], size);
    const square = squares.get(key);
    if (!square) {
      squares.set(key, [x, y, count]);
      continue;
    }
    const total = square[2] + count;
    square[0] += ((x - square[0]) * count) / total;
    square[1] += ((y - square[1]) * count) / total;
    square[2] = total;
  }
  return [...squares.values()];
}

/**
 * Clicks within one spot that get the hottest colour: a high percentile of the hottest place of each square of the map,
 * instead of the maximum, so that one hot button does not bleach the map. At least 1, whole.
 */
export function intensityCap(points: readonly PlotPoint[], radiusPx: number, percentile = 0.97): number {
  const merged = mergePoints(points, radiusPx / 5);
  const squares = new Map<string, PlotPoint[]>();
  for (const point of merged) {
    const key = squareOf(point, radiusPx);
    const square = squares.get(key);
    if (square) square.push(point);
    else squares.set(key, [point]);
  }
  const peaks = [...squares.values()].map((square) =>
    Math.max(...square.map((point) => clicksAround(point, squares, radiusPx))),
  );
  if (peaks.length === 0) return 1;
  peaks.sort((a, b) => a - b);
  const rank = Math.min(peaks.length - 1, Math.floor(peaks.length * percentile));
  return Math.max(1, Math.round(peaks[rank] ?? 1));
}

/** Clicks whose spots cover a point, each by how much: the fall-off of heat-canvas' spots as a straight line. */
function clicksAround(
  [x, y]: PlotPoint,
  squares: ReadonlyMap<string, PlotPoint[]>,
  radiusPx: number,
): number {
  let clicks = 0;
  for (const dx of [-radiusPx, 0, radiusPx]) {
    for (const dy of [-radiusPx, 0, radiusPx]) {
      for (const [px, py, count] of squares.get(squareOf([x + dx, y + dy, 0], radiusPx)) ?? []) {
        const distance = Math.hypot(px - x, py - y) / radiusPx;
        clicks += count * Math.min(1, Math.max(0, (0.9 - distance) / 0.65));
      }
    }
  }
  return clicks;
}

function squareOf([x, y]: PlotPoint, size: number): string {
  return `${Math.floor(x / size)}:${Math.floor(y / size)}`;
}

/** Device px per CSS px for a canvas of this size; 0 when it has no area and must not be drawn. */
export function canvasRatio(width: number, height: number, devicePixelRatio: number): number {
  if (!(width >= 1 && height >= 1)) return 0;
  const byArea = Math.sqrt(MAX_CANVAS_PX / (width * height));
  const byEdge = MAX_CANVAS_EDGE / Math.max(width, height);
  return Math.min(devicePixelRatio > 0 ? devicePixelRatio : 1, 2, byArea, byEdge);
}

/** Viewport heights below which the given shares of clicks had their fold, px of the page, ascending; [] without data. */
export function foldHeights(
  folds: readonly [heightPx: number, clicks: number][],
  shares: readonly number[],
): number[] {
  const sorted = [...folds].sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, clicks]) => sum + clicks, 0);
  if (total === 0) return [];
  return shares.map((share) => {
    let seen = 0;
    for (const [height, clicks] of sorted) {
      seen += clicks;
      if (seen >= total * share) return height;
    }
    return sorted.at(-1)?.[0] ?? 0;
  });
}
