// Density over a picture: spots that lie over each other like panes of glass, coloured by how dense they are. The same
// sums as the dashboard's canvas makes, without a canvas.

import type { ColourStop } from '../../contract/ember.ts';
import { mergePoints, type PlotPoint, paneOf } from '../../contract/intensity.ts';
import { blend, type Colour, colourOf, type Raster } from './raster.ts';

/** As in the dashboard: faintest visible spot. */
const FAINTEST = 0.11;
const STEPS = 256;

export type HeatStyle = {
  /** Clicks of a spot that get the hottest colour, of intensityCap(). */
  cap: number;
  radiusPx: number;
  stops: readonly ColourStop[];
  /** Of the whole layer, 0…1. */
  opacity: number;
};

/** Draws points over the raster, moved down by `top`. */
export function drawHeat(raster: Raster, points: readonly PlotPoint[], top: number, style: HeatStyle): void {
  const density = densityOf(raster, points, top, style);
  const colours = paletteOf(style.stops);
  for (let at = 0; at < density.length; at += 1) {
    const dense = density[at] ?? 0;
    if (dense === 0) continue;
    // Laid over itself once, as the dashboard does: single clicks would be too faint.
    const alpha = (1 - (1 - dense) ** 2) * style.opacity;
    const colour = colours[Math.min(STEPS - 1, Math.floor(dense * STEPS))] ?? [0, 0, 0];
    blend(raster, [at % raster.width, Math.floor(at / raster.width)], colour, alpha);
  }
}

/** How dense each pixel is, 0…1. */
function densityOf(
  { width, height }: Raster,
  points: readonly PlotPoint[],
  top: number,
  { cap, radiusPx }: HeatStyle,
): Float32Array {
  const density = new Float32Array(width * height);
  for (const [x, y, count] of mergePoints(points, radiusPx / 5)) {
    const strength = Math.max(FAINTEST, paneOf(count, cap));
    const fromY = Math.max(0, Math.floor(y + top - radiusPx));
    const toY = Math.min(height - 1, Math.ceil(y + top + radiusPx));
    const fromX = Math.max(0, Math.floor(x - radiusPx));
    const toX = Math.min(width - 1, Math.ceil(x + radiusPx));
    for (let py = fromY; py <= toY; py += 1) {
      for (let px = fromX; px <= toX; px += 1) {
        const pane = strength * fallOff(Math.hypot(px + 0.5 - x, py + 0.5 - y - top) / radiusPx);
        const at = py * width + px;
        const below = density[at] ?? 0;
        density[at] = below + (1 - below) * pane;
      }
    }
  }
  return density;
}

/** 1 in the middle of a spot, 0 at its edge: the line that intensityCap() reckons with, rounded at both ends. */
function fallOff(distance: number): number {
  const line = Math.min(1, Math.max(0, (0.95 - distance) / 0.8));
  return line * line * (3 - 2 * line);
}

/** The colours from the coldest to the hottest, STEPS of them. */
export function paletteOf(stops: readonly ColourStop[]): Colour[] {
  return Array.from({ length: STEPS }, (_, step) => {
    const at = step / (STEPS - 1);
    const next = stops.findIndex(([place]) => place >= at);
    const [to = 1, high = '#000000'] = stops[next] ?? [];
    const [from = 0, low = high] = stops[Math.max(0, next - 1)] ?? [];
    const share = to === from ? 1 : (at - from) / (to - from);
    const [cold, hot] = [colourOf(low), colourOf(high)];
    const mix = (channel: 0 | 1 | 2) => Math.round(cold[channel] + (hot[channel] - cold[channel]) * share);
    return [mix(0), mix(1), mix(2)];
  });
}
