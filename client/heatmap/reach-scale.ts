// Reading a reach curve, and the colours that stand for it. Pure.

import type { HeatmapAnswer } from '../../src/contract/api.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { type FrameLayout, layoutFrame } from './frame-layout.ts';
import { type PaletteName, paletteStops } from './palettes.ts';

type Curve = Pick<ScrollAnswer, 'reach' | 'stepPx'>;

/** Strongest colour, so that the page can be read through it. */
const STRONGEST = 0.62;
/** Entries of a gradient: more cannot be told apart. */
const MOST_STOPS = 80;

/** Share of pageviews that got to a depth: that of the step at or above it. */
export function reachAt({ reach, stepPx }: Curve, depthPx: number): number {
  return reach[Math.floor(Math.max(0, depthPx) / stepPx)]?.[1] ?? 0;
}

/** The deepest step that at least this share of pageviews got to, px. */
export function depthOfShare({ reach }: Curve, share: number): number {
  return reach.findLast(([, own]) => own >= share)?.[0] ?? 0;
}

/** The page under a map of scrolling. Without boxes it is as long as nearly all pageviews got. */
export function layoutScroll(answer: ScrollAnswer, width: number): FrameLayout {
  const points: HeatmapAnswer['points'] = [[0, depthOfShare(answer, 0.01), 1]];
  return layoutFrame({ ...answer, points, cell: { width: 1, heightPx: answer.stepPx } }, width);
}

/** A colour of a scale for a value of 0…1, `rgb(r g b / a)`; clear at 0, and never so thick that it hides the page. */
export function colourAt(value: number, palette: PaletteName, isDark: boolean): string {
  const stops = paletteStops(palette, isDark);
  const bounded = Math.min(1, Math.max(0, value));
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= bounded),
  );
  const [fromAt, from] = stops[next - 1]!;
  const [toAt, to] = stops[next]!;
  const part = (bounded - fromAt) / (toAt - fromAt);
  const mixed = channels(from).map((channel, at) =>
    Math.round(channel + (channels(to)[at]! - channel) * part),
  );
  return `rgb(${mixed.join(' ')} / ${(STRONGEST * bounded ** 0.6).toFixed(3)})`;
}

/** Vertical CSS gradient of a curve over a page of `pageH` px; `values` are [px, 0…1], ascending. */
export function bandGradient(
  values: readonly (readonly [px: number, value: number])[],
  pageH: number,
  colours: { palette: PaletteName; isDark: boolean },
): string {
  const every = Math.max(1, Math.ceil(values.length / MOST_STOPS));
  const stops = values
    .filter(([px], at) => px <= pageH && (at % every === 0 || at === values.length - 1))
    .map(
      ([px, value]) =>
        `${colourAt(value, colours.palette, colours.isDark)} ${((px / pageH) * 100).toFixed(2)}%`,
    );
  return stops.length < 2 ? 'none' : `linear-gradient(180deg, ${stops.join(', ')})`;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
