// The tokens of both themes hold WCAG AA: 4.5:1 for text, 3:1 for what must be seen to be used.

import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';

const css = await Bun.file(join(import.meta.dir, 'global.css')).text();

/** [text, surface, least ratio]; `ink` on every surface that text stands on. */
const PAIRS: readonly [string, string, number][] = [
  ...['bg', 'surface', 'raised', 'sunken', 'hover', 'ember-soft', 'bar', 'warn-soft'].map(
    (on) => ['ink', on, 4.5] as [string, string, number],
  ),
  ...['bg', 'surface', 'raised', 'sunken', 'hover'].map(
    (on) => ['muted', on, 4.5] as [string, string, number],
  ),
  ...['ember-text', 'good-text', 'bad-text', 'warn-text', 'info-text'].flatMap((text) =>
    ['bg', 'surface', 'hover'].map((on) => [text, on, 4.5] as [string, string, number]),
  ),
  ['bad-text', 'bad-soft', 4.5],
  ['on-ember', 'ember', 4.5],
  ['on-bad', 'bad', 4.5],
  ['ember', 'surface', 3],
  ['ember', 'bg', 3],
  ['line-strong', 'surface', 3],
  ...[1, 2, 3, 4, 5, 6].map((at) => [`series-${at}`, 'surface', 3] as [string, string, number]),
];

describe.each([
  ['light', 0],
  ['dark', 1],
])('%s theme', (_, side) => {
  test.each(PAIRS)('--%s on --%s is at least %p:1', (text, surface, least) => {
    expect(ratio(luminance(text, side), luminance(surface, side))).toBeGreaterThanOrEqual(least);
  });
});

test('two colours that are equal would be seen', () => {
  expect(ratio(luminance('ink', 0), luminance('ink', 0))).toBe(1);
});

function ratio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of a token: OKLCH → linear sRGB, out-of-gamut channels cut. */
function luminance(token: string, side: number): number {
  const value = new RegExp(`--${token}: light-dark\\((oklch\\([^)]*\\)), (oklch\\([^)]*\\))\\)`).exec(css)?.[
    side + 1
  ];
  if (!value) throw new Error(`no token --${token} with two colours`);
  const [lightness = 0, chroma = 0, hue = 0] = [...value.matchAll(/[\d.]+/g)].map(([text]) => Number(text));
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const L = lightness / 100;
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
}
