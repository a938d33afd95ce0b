// Axes, positions and labels of the line chart.

import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { longLabel, shortLabel } from './bucket-label.ts';
import { areaPath, labelStep, linePath, niceTicks, xAt, yAt } from './scale.ts';

const FRAME = { left: 40, top: 10, width: 600, height: 200 };

describe('niceTicks()', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [197, [0, 50, 100, 150, 200]],
    [1284, [0, 500, 1000, 1500]],
  ])('for %p', (max, ticks) => expect(niceTicks(max)).toEqual(ticks));

  test('holds every value in few, whole, even steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (max) => {
        const ticks = niceTicks(max);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(new Set(ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0))).size).toBe(1);
      }),
    );
  });
});

test('a single point stands in the middle', () => {
  expect(xAt(0, 1, FRAME)).toBe(340);
});

test('yAt() grows upwards and survives an empty axis', () => {
  expect([0, 50, 100].map((value) => yAt(value, 100, FRAME))).toEqual([210, 110, 10]);
  expect(yAt(5, 0, FRAME)).toBe(210);
});

test('paths are drawn through all points and closed on the baseline', () => {
  expect(
    linePath([
      [0, 1.26],
      [5, 2],
    ]),
  ).toBe('M0 1.3L5 2');
  expect(
    areaPath(
      [
        [0, 1],
        [5, 2],
      ],
      9,
    ),
  ).toBe('M0 1L5 2L5 9L0 9Z');
  expect(areaPath([], 9)).toBe('');
});

test('labelStep() leaves room for every label', () => {
  expect(labelStep(7, 600, 64)).toBe(1);
  expect(labelStep(30, 600, 64)).toBe(4);
  expect(labelStep(24, 300, 64)).toBe(6);
  expect(labelStep(5000, 300, 64)).toBe(1250);
});

describe('labels of slots', () => {
  test.each([
    ['2026-11-21', 'day', '21 Nov', 'Saturday, 21 November 2026'],
    ['2026-11-21T14:00', 'hour', '14:00', 'Saturday, 21 November 2026, 14:00'],
    ['2026-11-22T00:00', 'hour', '22 Nov', 'Sunday, 22 November 2026, 00:00'],
    ['2026-11-16', 'week', '16 Nov', 'Week of 16 Nov'],
    ['2026-11-01', 'month', 'Nov', 'November 2026'],
    ['2027-01-01', 'month', '2027', 'January 2027'],
  ] as const)('%p by %p', (label, interval, short, long) => {
    expect(shortLabel(label, interval)).toBe(short);
    expect(longLabel(label, interval)).toBe(long);
  });
});
