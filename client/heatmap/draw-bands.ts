// Bands of colour over a page as a canvas, for pictures of maps of scrolling and attention. Pure but for the canvas.

/** A place of a band, 0 at its top and 1 at its end, and the colour there. */
export type BandStop = readonly [at: number, colour: string];
/** px of the canvas; one stop is one colour for all of it. */
export type Band = { top: number; height: number; stops: readonly BandStop[] };

/** As large as the frame that the bands lie over. */
export function drawBands(
  { width, height }: { width: number; height: number },
  bands: readonly Band[],
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  for (const { top, height: tall, stops } of bands) {
    const gradient = context.createLinearGradient(0, top, 0, top + Math.max(1, tall));
    for (const [at, colour] of stops) gradient.addColorStop(Math.min(1, Math.max(0, at)), colour);
    context.fillStyle = gradient;
    context.fillRect(0, top, canvas.width, tall);
  }
  return canvas;
}
