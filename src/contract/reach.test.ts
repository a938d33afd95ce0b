import { describe, expect, test } from 'bun:test';
import { depthOfShare, reachAt } from './reach.ts';

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
