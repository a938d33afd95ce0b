// Draws density and bands on the overlay's canvas. Its own and not simpleheat, which is the dashboard's: here every byte
// counts, and each scrolled frame draws anew. Half the window's resolution is enough for clouds.

import { type ColourStop, EMBER } from '../../src/contract/ember.ts';
import { intensityCap, mergePoints, type PlotPoint, paneOf } from '../../src/contract/intensity.ts';

/** Radius of a spot, CSS px, as on the dashboard. */
const RADIUS = 24;
const SCALE = 0.5;
/** Faintest visible spot: a single click can still be seen beside a hot button. */
const FAINTEST = 0.11;
/** Strongest band, so that the page can be read through it. */
const BAND = 0.45;

export type Paint = {
  /** How many clicks in one spot get the hottest colour. */
  cap(points: readonly PlotPoint[]): number;
  /** Clicks in px of the window; those outside of it are left out. */
  spots(points: readonly PlotPoint[], cap: number): void;
  /** Horizontal bands in px of the window, as strong as their value, 0…1. */
  bands(bands: readonly (readonly [top: number, height: number, value: number])[]): void;
};

export function createPaint(canvas: HTMLCanvasElement): Paint {
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const colours = readColours(EMBER);
  const spot = drawSpot();
  const clear = () => {
    // Setting the size clears as well.
    canvas.width = Math.max(1, innerWidth * SCALE);
    canvas.height = Math.max(1, innerHeight * SCALE);
  };
  return {
    cap: (points) => intensityCap(points, RADIUS),
    spots(points, cap) {
      clear();
      for (const [x, y, count] of mergePoints(points.filter(isInWindow), RADIUS / 5)) {
        context.globalAlpha = Math.max(FAINTEST, paneOf(count, cap));
        context.drawImage(spot, (x - RADIUS) * SCALE, (y - RADIUS) * SCALE);
      }
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      const { data } = image;
      for (let at = 3; at < data.length; at += 4) {
        const value = data[at] as number;
        if (!value) continue;
        data.set(colours.subarray(value * 4, value * 4 + 3), at - 3);
        // Single clicks would be too faint.
        data[at] = 255 - (255 - value) ** 2 / 255;
      }
      context.putImageData(image, 0, 0);
    },
    bands(bands) {
      clear();
      for (const [top, height, value] of bands) {
        const at = Math.round(value * 204) * 4;
        context.fillStyle = `rgb(${[...colours.subarray(at, at + 3)]})`;
        context.globalAlpha = BAND * value ** 0.6;
        context.fillRect(0, top * SCALE, canvas.width, height * SCALE);
      }
    },
  };
}

/** What lies outside may lie under something that clings to the window's edge: nobody can look there from above. */
function isInWindow([x, y]: PlotPoint): boolean {
  return x > 0 && y > 0 && x < innerWidth && y < innerHeight;
}

/** Red, green, blue and opacity for each of 256 intensities. */
function readColours(stops: readonly ColourStop[]): Uint8ClampedArray {
  const canvas = document.createElement('canvas');
  canvas.width = 256;
  canvas.height = 1;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  return context.getImageData(0, 0, 256, 1).data;
}

function drawSpot(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const radius = RADIUS * SCALE;
  canvas.width = canvas.height = radius * 2;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const gradient = context.createRadialGradient(radius, radius, radius * 0.25, radius, radius, radius);
  gradient.addColorStop(0, 'black');
  gradient.addColorStop(1, 'transparent');
  context.fillStyle = gradient;
  context.fillRect(0, 0, radius * 2, radius * 2);
  return canvas;
}
