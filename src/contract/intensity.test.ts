import { describe, expect, test } from 'bun:test';
import { intensityCap, mergePoints, type PlotPoint, paneOf } from './intensity.ts';

const sum = (points: PlotPoint[]) => points.reduce((total, [, , count]) => total + count, 0);

describe('mergePoints()', () => {
  test('adds up what falls into one square and keeps the weighted middle', () => {
    expect(
      mergePoints(
        [
          [1, 1, 3],
          [3, 1, 1],
          [9, 9, 2],
        ],
        8,
      ),
    ).toEqual([
      [1.5, 1, 4],
      [9, 9, 2],
    ]);
  });

  test('keeps every click when it must grow its squares to stay below the limit', () => {
    const points = Array.from(
      { length: 5_000 },
      (_, i): PlotPoint => [i % 100, Math.floor(i / 100), 1 + (i % 3)],
    );
    const merged = mergePoints(points, 1, 200);
    expect(merged.length).toBeLessThanOrEqual(200);
    expect(merged.length).toBeGreaterThan(20);
    expect(sum(merged)).toBe(sum(points));
  });
});

describe('intensityCap()', () => {
  test('is not set by one hot button among many spots', () => {
    const points = Array.from({ length: 100 }, (_, i): PlotPoint => [i * 50, 10, i === 7 ? 9_000 : 5]);
    expect(intensityCap(points, 20)).toBe(5);
  });

  test('counts all points of a spot together', () => {
    expect(
      intensityCap(
        [
          [1, 1, 4],
          [2, 2, 6],
        ],
        20,
      ),
    ).toBe(10);
  });

  test('counts less what is nearer to the edge of a spot, and nothing beyond it', () => {
    const around = (distance: number) =>
      intensityCap(
        [
          [50, 50, 100],
          [50 + distance, 50, 80],
        ],
        20,
      );
    expect([around(5), around(11), around(25)]).toEqual([180, 143, 100]);
  });

  test('is 1 without points', () => {
    expect(intensityCap([], 20)).toBe(1);
  });
});

describe('paneOf()', () => {
  test('is as dense for one spot of many clicks as for as many spots of one', () => {
    const apart = [1, 1, 1, 1].reduce((dense, click) => dense + (1 - dense) * paneOf(click, 6), 0);
    expect(paneOf(4, 6)).toBeCloseTo(apart, 10);
  });

  test('tells half of the cap from the cap, and the cap from more', () => {
    const shown = [1, 3, 6, 12].map((clicks) => Math.round(100 * paneOf(clicks, 6)));
    expect(shown).toEqual([32, 68, 90, 99]);
    expect(paneOf(1, 1)).toBeCloseTo(0.9, 10);
  });
});
