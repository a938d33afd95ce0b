import { describe, expect, test } from 'bun:test';
import { canvasRatio, foldHeights } from './intensity.ts';

describe('canvasRatio()', () => {
  const cases: [width: number, height: number, dpr: number, expected: number][] = [
    [800, 600, 1, 1],
    [800, 600, 2, 2],
    [800, 600, 3, 2],
    [0, 600, 2, 0],
    [800, 0, 2, 0],
    [Number.NaN, 600, 2, 0],
    [800, 600, 0, 1],
    [400, 20_000, 2, 0.8],
  ];
  test.each(cases)('of %d × %d at %d is %d', (width, height, dpr, expected) => {
    expect(canvasRatio(width, height, dpr)).toBeCloseTo(expected, 5);
  });

  test('keeps the area bounded', () => {
    const ratio = canvasRatio(1_400, 12_000, 2);
    expect(1_400 * 12_000 * ratio ** 2).toBeLessThanOrEqual(12_000_001);
  });
});

describe('foldHeights()', () => {
  test('weighs heights by their clicks, in any order', () => {
    const folds: [number, number][] = [
      [1_100, 10],
      [700, 10],
      [900, 80],
    ];
    expect(foldHeights(folds, [0.05, 0.5, 0.95])).toEqual([700, 900, 1_100]);
  });

  test('is empty without clicks', () => {
    expect(foldHeights([], [0.5])).toEqual([]);
    expect(foldHeights([[800, 0]], [0.5])).toEqual([]);
  });
});
