import { describe, expect, test } from 'bun:test';
import { bandStops, colourAt, differenceStops, gradientOf, reachDifference } from './reach-scale.ts';

const CURVE = {
  stepPx: 20,
  reach: [
    [0, 1],
    [20, 1],
    [40, 0.5],
    [60, 0.25],
  ] as [number, number][],
};

describe('colourAt()', () => {
  test('is clear at zero, the ends of the scale elsewhere, and never hides the page', () => {
    expect(colourAt(0, 'viridis', true)).toBe('rgb(72 40 120 / 0.000)');
    expect(colourAt(1, 'viridis', true)).toBe('rgb(126 207 86 / 0.500)');
    expect(colourAt(0.3125, 'viridis', true)).toStartWith('rgb(59 90 140 / ');
    expect(colourAt(7, 'viridis', true)).toBe(colourAt(1, 'viridis', true));
  });
});

describe('bandStops()', () => {
  const colours = { palette: 'ember', isDark: false } as const;
  test('places each value at its share of the page, and leaves out what lies below it', () => {
    const gradient = gradientOf(bandStops([...CURVE.reach, [900, 0]], 100, colours));
    expect(gradient.match(/ [\d.]+%/g)).toEqual([' 0.00%', ' 20.00%', ' 40.00%', ' 60.00%']);
    expect(gradientOf(bandStops([], 100, colours))).toBe('none');
  });

  test('has a bounded number of stops', () => {
    const values = Array.from({ length: 999 }, (_, at): [number, number] => [at * 20, 1]);
    expect(bandStops(values, 20_000, colours).length).toBeLessThan(83);
  });
});

describe('reachDifference()', () => {
  test('subtracts the second scope step by step, to the deeper end of both', () => {
    const { steps, most } = reachDifference(CURVE, {
      total: 8,
      points: [
        [0, 0, 8],
        [0, 20, 8],
        [0, 40, 8],
        [0, 60, 2],
        [0, 80, 2],
      ],
    });
    expect(steps).toEqual([
      [0, 0],
      [20, 0],
      [40, -0.5],
      [60, 0],
      [80, -0.25],
    ]);
    expect(most).toBe(0.5);
  });

  test('is nothing between equal scopes, and all of it against an empty one', () => {
    const same = CURVE.reach.map(([px, share]): [number, number, number] => [0, px, share * 4]);
    expect(reachDifference(CURVE, { total: 4, points: same }).most).toBe(0);
    expect(reachDifference(CURVE, { total: 0, points: [] }).most).toBe(1);
  });
});

test('differenceStops() is clear where nothing differs, blue for less and ember for more', () => {
  const bands = gradientOf(
    differenceStops(
      [
        [0, 0.2],
        [50, 0],
        [100, -0.2],
      ],
      100,
      { cap: 0.2, isDark: false },
    ),
  );
  expect(bands.match(/rgb\([^)]*\)/g)).toEqual([
    expect.stringMatching(/^rgb\(206 58 8 \/ 0\.[5-9]/) as never,
    expect.stringMatching(/ 0\.000\)$/) as never,
    expect.stringMatching(/^rgb\(22 66 196 \/ 0\.[5-9]/) as never,
  ]);
});
