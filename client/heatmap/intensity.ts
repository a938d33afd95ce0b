// How fine a map's canvas is, and where its folds lie. Pure.

/** Largest canvas, in device px: getImageData needs four bytes for each. */
const MAX_CANVAS_PX = 12_000_000;
/** Largest edge of a canvas in every current browser, device px. */
const MAX_CANVAS_EDGE = 16_000;

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
