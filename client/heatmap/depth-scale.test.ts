import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type DepthMark, depthScale } from './depth-scale.ts';

describe('depthScale()', () => {
  test('goes in proportion without marks, and through each mark with them', () => {
    const plain = depthScale([], [2000, 3000]);
    expect([0, 1000, 2000, 2200].map((px) => Math.round(plain.toDrawn(px)))).toEqual([0, 1500, 3000, 3300]);
    const marked = depthScale(
      [
        [500, 1500],
        [1000, 1600],
      ],
      [2000, 3000],
    );
    expect([500, 750, 1000, 1500].map(marked.toDrawn)).toEqual([1500, 1550, 1600, 2300]);
  });

  test('leaves out a section that moved past its neighbours', () => {
    const marks: DepthMark[] = [
      [300, 300],
      [600, 1900],
      [900, 900],
      [1200, 1200],
    ];
    expect([600, 1000].map(depthScale(marks, [2000, 2000]).toDrawn)).toEqual([600, 1000]);
  });

  test('never runs back, and finds its way back', () => {
    const px = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(px, px), { maxLength: 12 }),
        fc.array(px, { minLength: 2 }),
        (marks, depths) => {
          const { toDrawn, toMeasured } = depthScale(marks, [10_000, 12_000]);
          const drawn = depths.sort((a, b) => a - b).map(toDrawn);
          for (const [at, depth] of depths.entries()) {
            expect(drawn[at]!).toBeGreaterThanOrEqual(drawn[at - 1] ?? 0);
            expect(toMeasured(drawn[at]!)).toBeCloseTo(depth, 4);
          }
        },
      ),
    );
  });
});
