import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { HeatmapElement } from '../../src/contract/api.ts';
import type { HeatmapReport } from '../../src/contract/compare-answer.ts';
import type { PlotPoint } from '../../src/contract/intensity.ts';
import {
  differenceElements,
  differenceField,
  differencePoints,
  faintUnlessSure,
} from './difference-field.ts';

const SIZE = { width: 400, height: 300, radius: 24 };
const at = ({ columns, values }: ReturnType<typeof differenceField>, x: number, y: number) => {
  const cell = 3;
  return values[Math.floor(y / cell) * columns + Math.floor(x / cell)] ?? Number.NaN;
};

describe('differenceField()', () => {
  test('adds up what is near, with its sign', () => {
    const field = differenceField(
      [
        [100, 100, 0.02],
        [104, 100, 0.01],
        [300, 200, -0.03],
      ],
      SIZE,
    );
    expect(at(field, 102, 100)).toBeCloseTo(0.03, 5);
    expect(at(field, 300, 200)).toBeCloseTo(-0.03, 5);
    expect(at(field, 200, 150)).toBe(0);
    expect(field.cap).toBeCloseTo(0.03, 2);
  });

  test('is clear where gains and losses meet, and everywhere for equal maps', () => {
    const equal = differenceField(
      [
        [100, 100, 0.02],
        [100, 100, -0.02],
      ],
      SIZE,
    );
    expect(equal.cap).toBe(0);
    expect(equal.values.every((value) => value === 0)).toBe(true);
  });

  test('turns its sign with its points, never passes their sum, and bears points beyond its edges', () => {
    const point = fc.tuple(
      fc.integer({ min: -50, max: 450 }),
      fc.integer({ min: -50, max: 350 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const field = differenceField(points, SIZE);
        const turned = differenceField(
          points.map(([x, y, w]): PlotPoint => [x, y, -w]),
          SIZE,
        );
        const most = points.reduce((sum, [, , weight]) => sum + Math.abs(weight), 0);
        for (const [cell, value] of field.values.entries()) {
          expect(Math.abs(value + (turned.values[cell] ?? 0))).toBeLessThan(1e-5);
          expect(Math.abs(value)).toBeLessThanOrEqual(most + 1e-5);
        }
        expect(turned.cap).toBeCloseTo(field.cap, 5);
      }),
      { numRuns: 30 },
    );
  });

  test('stays small on the longest pages', () => {
    const field = differenceField([[10, 10, 1]], { width: 1440, height: 60_000, radius: 24 });
    expect(field.values.length).toBeLessThan(700_000);
  });
});

const element = (id: string, count: number, bins: HeatmapElement['bins']): HeatmapElement => ({
  element: id,
  label: id,
  descriptor: { tag: 'a' },
  count,
  share: 0,
  bins,
});
const report = {
  elements: [
    element('a', 30, [
      [1, 20],
      [2, 10],
    ]),
    element('b', 10, []),
  ],
  meta: { total: 100 },
  comparison: {
    total: 50,
    elements: [
      element('a', 10, [
        [1, 5],
        [9, 5],
      ]),
      element('c', 5, [[3, 5]]),
    ],
    differences: [
      { element: 'a', verdict: 'more' },
      { element: 'b', verdict: 'same' },
    ],
  },
} as unknown as HeatmapReport & { comparison: object };

describe('differenceElements()', () => {
  test('subtracts shares bin by bin, elements of either side', () => {
    const shown = differenceElements(report).map(({ element: id, count, bins }) => [
      id,
      round(count),
      bins.map(([bin, value]) => [bin, round(value)]),
    ]);
    expect(shown).toEqual([
      [
        'a',
        0.1,
        [
          [1, 0.1],
          [2, 0.1],
          [9, -0.1],
        ],
      ],
      ['b', 0.1, []],
      ['c', -0.1, [[3, -0.1]]],
    ]);
  });

  test('faintUnlessSure() keeps significant ones whole', () => {
    const [a, b, c] = faintUnlessSure(differenceElements(report), report.comparison as never);
    expect([a, b, c].map((one) => round(one?.count ?? 0))).toEqual([0.1, 0.025, -0.025]);
  });
});

test('differencePoints() subtracts shares cell by cell', () => {
  const points = differencePoints(
    {
      points: [
        [0, 0, 10],
        [0.5, 8, 5],
      ],
      total: 100,
    },
    {
      points: [
        [0, 0, 5],
        [0.5, 16, 5],
      ],
      total: 50,
    },
  );
  expect(points).toEqual([
    [0, 0, 0],
    [0.5, 8, 0.05],
    [0.5, 16, -0.1],
  ]);
});

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
