import { describe, expect, test } from 'bun:test';
import { bandGradient, colourAt, depthOfShare, reachAt } from './reach-scale.ts';

const CURVE = {
  stepPx: 20,
  reach: [
    [0, 1],
    [20, 1],
    [40, 0.5],
    [60, 0.25],
  ] as [number, number][],
};

describe('reachAt()', () => {
  test.each([
    [0, 1],
    [-5, 1],
    [39, 1],
    [40, 0.5],
    [79, 0.25],
    [80, 0],
  ])('of %p px is %p', (px, share) => {
    expect(reachAt(CURVE, px)).toBe(share);
  });
});

describe('depthOfShare()', () => {
  test.each([
    [1, 20],
    [0.75, 20],
    [0.5, 40],
    [0.25, 60],
    [0.1, 60],
  ])('of %p is %p px', (share, px) => {
    expect(depthOfShare(CURVE, share)).toBe(px);
    expect(depthOfShare({ stepPx: 20, reach: [] }, share)).toBe(0);
  });
});

describe('colourAt()', () => {
  test('is clear at zero, the ends of the scale elsewhere, and never hides the page', () => {
    expect(colourAt(0, 'viridis', true)).toBe('rgb(72 40 120 / 0.000)');
    expect(colourAt(1, 'viridis', true)).toBe('rgb(126 207 86 / 0.500)');
    expect(colourAt(0.3125, 'viridis', true)).toStartWith('rgb(59 90 140 / ');
    expect(colourAt(7, 'viridis', true)).toBe(colourAt(1, 'viridis', true));
  });
});

describe('bandGradient()', () => {
  const colours = { palette: 'ember', isDark: false } as const;
  test('places each value at its share of the page, and leaves out what lies below it', () => {
    const gradient = bandGradient([...CURVE.reach, [900, 0]], 100, colours);
    expect(gradient.match(/ [\d.]+%/g)).toEqual([' 0.00%', ' 20.00%', ' 40.00%', ' 60.00%']);
    expect(bandGradient([], 100, colours)).toBe('none');
  });

  test('has a bounded number of stops', () => {
    const values = Array.from({ length: 999 }, (_, at): [number, number] => [at * 20, 1]);
    expect(bandGradient(values, 20_000, colours).split('rgb').length).toBeLessThan(83);
  });
});
