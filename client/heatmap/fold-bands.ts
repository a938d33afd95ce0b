// Where first screens end, as a distribution: bands of the page with the share of pageviews whose fold lies there. Pure.

export type FoldBand = { fromPx: number; toPx: number; share: number };
export type Folds = {
  /** From top to bottom. */
  bands: FoldBand[];
  /** The largest share. */
  most: number;
  /** Between these lie four folds of five, px. */
  highPx: number;
  lowPx: number;
};

/** Shares smaller than this are left out of the picture. */
const LEAST = 0.005;

/** `folds` are pageviews by viewport height rounded up to `stepPx`; null for none. */
export function foldBands(
  folds: readonly (readonly [heightPx: number, pageviews: number])[],
  stepPx = 100,
): Folds | null {
  const total = folds.reduce((sum, [, pageviews]) => sum + pageviews, 0);
  if (total === 0) return null;
  const sorted = [...folds].sort(([a], [b]) => a - b);
  const heightOf = (share: number): number => {
    let seen = 0;
    for (const [height, pageviews] of sorted) {
      seen += pageviews;
      if (seen >= total * share) return height;
    }
    return sorted.at(-1)?.[0] ?? 0;
  };
  const bands = sorted
    .map(([height, pageviews]) => ({
      fromPx: Math.max(0, height - stepPx),
      toPx: height,
      share: pageviews / total,
    }))
    .filter(({ share }) => share >= LEAST);
  return {
    bands,
    most: Math.max(...bands.map(({ share }) => share)),
    highPx: Math.max(0, heightOf(0.1) - stepPx),
    lowPx: heightOf(0.9),
  };
}
