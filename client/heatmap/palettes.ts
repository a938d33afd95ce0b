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

/** Pale and full colour of each direction, RGB. Blue against orange holds for every common kind of colour blindness. */
const DIFFERENCE = {
  light: {
    less: [
      [122, 162, 247],
      [22, 66, 196],
    ],
    more: [
      [247, 160, 102],
      [206, 58, 8],
    ],
  },
  dark: {
    less: [
      [58, 92, 190],
      [126, 176, 255],
    ],
    more: [
      [176, 74, 30],
      [255, 168, 92],
    ],
  },
} as const satisfies Record<string, Record<'less' | 'more', readonly [Rgb, Rgb]>>;
type Rgb = readonly [red: number, green: number, blue: number];

/** Colour of a difference of -1…1 (more is cut), 0 to 255 each; clear at 0. */
export function differenceColour(value: number, isDark: boolean): [...rgb: number[], alpha: number] {
  const size = Math.min(1, Math.abs(value));
  const [pale, full] = DIFFERENCE[isDark ? 'dark' : 'light'][value < 0 ? 'less' : 'more'];
  const rgb = pale.map((channel, at) => Math.round(channel + ((full[at] ?? channel) - channel) * size));
  return [...rgb, Math.round(255 * Math.min(1, size / 0.3) ** 1.5 * (0.55 + 0.4 * size))];
}

/** From the largest loss over nothing to the largest gain, for the legend. */
export function differenceGradient(isDark: boolean): string {
  const stops = [-1, -0.6, -0.3, -0.15, 0, 0.15, 0.3, 0.6, 1].map((value) => {
    const [red, green, blue, alpha = 0] = differenceColour(value, isDark);
    return `rgb(${red} ${green} ${blue} / ${(alpha / 255).toFixed(2)}) ${Math.round((value + 1) * 50)}%`;
  });
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
