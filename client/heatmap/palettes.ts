// Colour scales of the map, from a single click to the hottest spot. Fixed sRGB values: a canvas cannot read CSS
// variables, and the legend must show the very same colours.

import { type ColourStop, EMBER } from '../../src/contract/ember.ts';

export const PALETTES = ['ember', 'viridis'] as const;
export type PaletteName = (typeof PALETTES)[number];
export type Palette = { title: string; dark: readonly ColourStop[]; light: readonly ColourStop[] };

/** On dark pages heat glows, on light pages it darkens: the hottest spot always stands out most. */
export const PALETTE: Readonly<Record<PaletteName, Palette>> = {
  ember: {
    title: 'Ember',
    dark: [
      [0, '#2f3ea8'],
      [0.22, '#5a3fc0'],
      [0.42, '#a033a8'],
      [0.6, '#e0484f'],
      [0.78, '#fb8a2e'],
      [0.92, '#ffd35c'],
      [1, '#fff8d8'],
    ],
    light: EMBER,
  },
  viridis: {
    title: 'Colour-blind safe',
    dark: [
      [0, '#482878'],
      [0.25, '#3b5a8c'],
      [0.5, '#21918c'],
      [0.75, '#5ec962'],
      [1, '#fde725'],
    ],
    light: [
      [0, '#93c22e'],
      [0.25, '#4fb85a'],
      [0.5, '#21918c'],
      [0.75, '#3b5a8c'],
      [1, '#3a0f5c'],
    ],
  },
};

export function paletteStops(name: PaletteName, isDark: boolean): readonly ColourStop[] {
  return isDark ? PALETTE[name].dark : PALETTE[name].light;
}

/** The scale as a CSS gradient, for the legend. */
export function paletteGradient(name: PaletteName, isDark: boolean): string {
  const stops = paletteStops(name, isDark).map(([at, colour]) => `${colour} ${Math.round(at * 100)}%`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
