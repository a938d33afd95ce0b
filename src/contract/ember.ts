// The colours of heat, from a single click to the hottest spot, as sRGB: a canvas cannot read CSS variables. In the
// contract because the dashboard and the live overlay show the same ones.

export type ColourStop = readonly [at: number, colour: string];

/** On dark pages heat glows, on light pages it darkens: the hottest spot always stands out most. */
export const EMBER_DARK: readonly ColourStop[] = [
  [0, '#2f3ea8'],
  [0.22, '#5a3fc0'],
  [0.42, '#a033a8'],
  [0.6, '#e0484f'],
  [0.78, '#fb8a2e'],
  [0.92, '#ffd35c'],
  [1, '#fff8d8'],
];
export const EMBER_LIGHT: readonly ColourStop[] = [
  [0, '#5d72ec'],
  [0.22, '#7650d2'],
  [0.42, '#b93aa6'],
  [0.62, '#e5433f'],
  [0.82, '#f57a1d'],
  [1, '#ffb400'],
];
