import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import { attentionBands, halfwayBin, medianBin, reachCurve, reachOf } from './reach.ts';

const depths = fc
  .uniqueArray(fc.nat(9_000), { maxLength: 30 })
  .map((bins) => bins.sort((a, b) => a - b).map((bin, at): [number, number] => [bin, at + 1]));

describe('reachCurve()', () => {
  test('answers the share of pageviews at and below each step', () => {
    const curve = reachCurve(
      [
        [0, 1],
        [2, 2],
        [4, 1],
      ],
      4,
    );
    expect(curve).toEqual({
      stepPx: 20,
      reach: [
        [0, 1],
        [20, 0.75],
        [40, 0.75],
        [60, 0.25],
        [80, 0.25],
      ],
    });
    expect(reachCurve([], 0)).toEqual({ stepPx: 20, reach: [] });
  });

  test('is exact at every step, never grows and stays bounded', () => {
    fc.assert(
      fc.property(depths, (bins) => {
        const all = bins.reduce((sum, [, count]) => sum + count, 0);
        const { reach, stepPx } = reachCurve(bins, all);
        expect(reach.length).toBeLessThanOrEqual(LIMITS.scrollSteps);
        for (const [at, [depthPx, share]] of reach.entries()) {
          expect(depthPx).toBe(at * stepPx);
          const reached = bins.filter(([bin]) => bin * 20 >= depthPx);
          expect(share).toBe(reached.reduce((sum, [, count]) => sum + count, 0) / all);
        }
      }),
    );
  });
});

describe('reachOf()', () => {
  const bins: [number, number][] = [
    [40, 3],
    [50, 1],
  ];
  test.each([
    [{ top: 0, height: 100 }, 1],
    [{ top: 800, height: 100 }, 1],
    [{ top: 801, height: 100 }, 0.25],
    [{ top: 1000, height: 10 }, 0.25],
    [{ top: 1005, height: 5 }, 0.25],
    [{ top: 1021, height: 100 }, 0],
    [{ top: -50, height: 20 }, 1],
  ])('of %p is %p', (block, share) => {
    expect(reachOf(block, bins, 4)).toBe(share);
  });
});

describe('halfwayBin()', () => {
  test('is where the curve of reach falls below a half', () => {
    fc.assert(
      fc.property(depths, (bins) => {
        const all = bins.reduce((sum, [, count]) => sum + count, 0);
        const { reach, stepPx } = reachCurve(bins, all);
        const half = reach.findLast(([, share]) => share >= 0.5)?.[0];
        if (stepPx === 20)
          expect(halfwayBin(bins) ?? undefined).toBe(half === undefined ? undefined : half / 20);
      }),
    );
  });
});

describe('medianBin()', () => {
  test.each<[[number, number][], number | null]>([
    [[], null],
    [[[7, 1]], 7],
    [
      [
        [1, 1],
        [9, 1],
      ],
      1,
    ],
    [
      [
        [1, 1],
        [5, 1],
        [9, 1],
      ],
      5,
    ],
    [
      [
        [1, 1],
        [9, 5],
      ],
      9,
    ],
  ])('of %p is %p', (bins, median) => {
    expect(medianBin(bins)).toBe(median);
  });
});

describe('attentionBands()', () => {
  test.each<[string, Parameters<typeof attentionBands>[0], [number, number][]]>([
    ['nothing', [], []],
    ['a whole band', [{ top: 0, height: 100, ms: 4000 }], [[0, 2000]]],
    [
      'half a band',
      [{ top: 150, height: 50, ms: 4000 }],
      [
        [0, 0],
        [100, 1000],
      ],
    ],
    [
      'blocks side by side in one band',
      [
        { top: 0, height: 50, ms: 4000 },
        { top: 50, height: 50, ms: 8000 },
      ],
      [[0, 3000]],
    ],
    [
      'blocks on each other',
      [
        { top: 0, height: 100, ms: 4000 },
        { top: 0, height: 100, ms: 8000 },
      ],
      [[0, 3000]],
    ],
  ])('of %s', (_, blocks, bands) => {
    expect(attentionBands(blocks, 2)).toEqual(bands);
  });
});
