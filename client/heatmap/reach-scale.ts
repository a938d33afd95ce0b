// The colours that stand for a reach curve, and for what differs between two. Pure.

import type { HeatmapComparison } from '../../src/contract/compare-answer.ts';
import { type ReachCurve, reachAt } from '../../src/contract/reach.ts';
import type { BandStop } from './draw-bands.ts';
import { differenceColour, type PaletteName, paletteStops } from './palettes.ts';

/** Strongest colour, so that the page can be read through it. */
const STRONGEST = 0.5;
/** Part of a scale that bands use: its palest end, over a whole screen, would look like fog. */
const HOTTEST = 0.8;
/** Entries of a gradient: more cannot be told apart. */
const MOST_STOPS = 80;

/** Reach less that of a second scope, step by step to the deeper end of both, and the largest difference. */
export function reachDifference(
  curve: ReachCurve,
  { points, total }: Pick<HeatmapComparison, 'points' | 'total'>,
): { steps: [depthPx: number, difference: number][]; most: number } {
  const other = new Map(points.map(([, depthPx, count]) => [depthPx, count / Math.max(1, total)]));
  const end = Math.max(curve.reach.length * curve.stepPx, ...other.keys());
  const steps: [depthPx: number, difference: number][] = [];
  for (let px = 0; px <= end; px += curve.stepPx) steps.push([px, reachAt(curve, px) - (other.get(px) ?? 0)]);
  return { steps, most: Math.max(0, ...steps.map(([, difference]) => Math.abs(difference))) };
}

/** Colours of differences over a page of `pageH` px, from its top (0) to its end (1); `cap` gets the full colour. */
export function differenceStops(
  steps: readonly (readonly [px: number, difference: number])[],
  pageH: number,
  { cap, isDark }: { cap: number; isDark: boolean },
): BandStop[] {
  const every = Math.max(1, Math.ceil(steps.length / MOST_STOPS));
  return steps
    .filter(([px], at) => px <= pageH && (at % every === 0 || at === steps.length - 1))
    .map(([px, difference]) => {
      const [red, green, blue, alpha = 0] = differenceColour(cap === 0 ? 0 : difference / cap, isDark);
      return [px / pageH, `rgb(${red} ${green} ${blue} / ${((alpha / 255) * STRONGEST * 1.4).toFixed(3)})`];
    });
}

/** A colour of a scale for a value of 0…1, `rgb(r g b / a)`; clear at 0, and never so thick that it hides the page. */
export function colourAt(value: number, palette: PaletteName, isDark: boolean): string {
  const bounded = Math.min(1, Math.max(0, value));
  return `rgb(${mixedAt(bounded, palette, isDark).join(' ')} / ${(STRONGEST * bounded ** 0.6).toFixed(3)})`;
}

/** The same colours at full strength as a horizontal CSS gradient, for the legend. */
export function legendGradient(palette: PaletteName, isDark: boolean): string {
  const stops = Array.from({ length: 9 }, (_, at) => `rgb(${mixedAt(at / 8, palette, isDark).join(' ')})`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

/** A vertical CSS gradient. */
export function gradientOf(stops: readonly BandStop[]): string {
  const told = stops.map(([at, colour]) => `${colour} ${(at * 100).toFixed(2)}%`);
  return stops.length < 2 ? 'none' : `linear-gradient(180deg, ${told.join(', ')})`;
}

/** Colours of a curve over a page of `pageH` px, from its top (0) to its end (1); `values` are [px, 0…1], ascending. */
export function bandStops(
  values: readonly (readonly [px: number, value: number])[],
  pageH: number,
  colours: { palette: PaletteName; isDark: boolean },
): BandStop[] {
  const every = Math.max(1, Math.ceil(values.length / MOST_STOPS));
  return values
    .filter(([px], at) => px <= pageH && (at % every === 0 || at === values.length - 1))
    .map(([px, value]) => [px / pageH, colourAt(value, colours.palette, colours.isDark)]);
}

function mixedAt(value: number, palette: PaletteName, isDark: boolean): number[] {
  const stops = paletteStops(palette, isDark);
  const place = value * HOTTEST;
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  );
  const [fromAt, from] = stops[next - 1]!;
  const [toAt, to] = stops[next]!;
  const part = (place - fromAt) / (toAt - fromAt);
  return channels(from).map((channel, at) => Math.round(channel + (channels(to)[at]! - channel) * part));
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
