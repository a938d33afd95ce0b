// The colours of heat, from a single click to the hottest spot, as sRGB: a canvas cannot read CSS variables. In the
// contract because the dashboard and the live overlay show the same ones.

export type ColourStop = readonly [at: number, colour: string];

/** For light pages, and for pages whose ground nobody knows. */
export const EMBER: readonly ColourStop[] = [
  [0, '#5d72ec'],
  [0.22, '#7650d2'],
  [0.42, '#b93aa6'],
  [0.62, '#e5433f'],
  [0.82, '#f57a1d'],
  [1, '#ffb400'],
];
