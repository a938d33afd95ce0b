// How large the copy of a picture is, and the box that stands where there is none.

/** Longest edge of a picture, px: it is looked at under a map. */
export const LONGEST_EDGE = 1_200;

/** True for pictures that are as sharp at any size. */
export function isDrawing({ currentSrc }: HTMLImageElement): boolean {
  return /\.svg([?#]|$)|^data:image\/svg/.test(currentSrc);
}

/** Pixels of a picture's copy for each of its own. */
export function densityOf(image: HTMLImageElement): number {
  const { naturalWidth: w, naturalHeight: h } = image;
  return isDrawing(image) ? 1 : Math.min(1, LONGEST_EDGE / (Math.max(w, h) || 1));
}

/** A grey picture as large as a picture's copy, so that the page keeps its shape; '' for one that has no size yet. */
export function boxFor(image: HTMLImageElement): string {
  const x = densityOf(image);
  const w = Math.round(image.naturalWidth * x);
  return w
    ? `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${Math.round(image.naturalHeight * x)}"><rect width="100%" height="100%" fill="#9993"/></svg>`)}`
    : '';
}
