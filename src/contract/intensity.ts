// Numbers behind the colours of a map: how many points are drawn, what count is the hottest colour. Pure. In the contract
// because the dashboard and the live overlay must show the same colours for the same clicks.

/** Px of the page or frame, and clicks. */
export type PlotPoint = [x: number, y: number, count: number];

/** Points that are drawn in well under a frame without a GPU (20,000 take 650 ms). */
const MAX_POINTS = 3_000;
/** How dense as many clicks are as the cap says: what is left of 1 tells that more are still more. */
const AT_CAP = 0.9;

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

/**
 * How dense a spot is that stands for so many clicks, 0…1, where spots lie over each other like panes of glass: as dense
 * as if each of its clicks were drawn alone. At the cap it is nearly the hottest colour.
 */
export function paneOf(clicks: number, cap: number): number {
  return 1 - (1 - AT_CAP) ** (clicks / Math.max(1, cap));
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
