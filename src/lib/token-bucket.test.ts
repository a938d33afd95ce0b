import { describe, expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { createTokenBuckets } from './token-bucket.ts';

const bucketsOf = (options: { perSecond: number; entries?: number; burst?: number }) => {
  const clock = testClock();
  const buckets = createTokenBuckets({ entries: 100, ...options, monotonicMs: clock.monotonicMs });
  const takeMany = (key: string, count: number) =>
    Array.from({ length: count }, () => buckets.take(key)).filter((waitMs) => waitMs === 0).length;
  return { clock, buckets, takeMany };
};

describe('take()', () => {
  test('gives the burst, then says how long to wait', () => {
    const { buckets, takeMany } = bucketsOf({ perSecond: 10 });
    expect(takeMany('a', 10)).toBe(10);
    expect(buckets.take('a')).toBeCloseTo(100);
  });

  test('grows tokens back with time, never beyond the burst', () => {
    const { clock, takeMany } = bucketsOf({ perSecond: 10, burst: 20 });
    expect(takeMany('a', 50)).toBe(20);
    clock.advance(500);
    expect(takeMany('a', 50)).toBe(5);
    clock.advance(3_600_000);
    expect(takeMany('a', 50)).toBe(20);
  });

  test('keeps keys apart', () => {
    const { takeMany } = bucketsOf({ perSecond: 3 });
    expect([takeMany('a', 9), takeMany('b', 9)]).toEqual([3, 3]);
  });

  test('ignores jumps of the wall clock', () => {
    const { clock, takeMany } = bucketsOf({ perSecond: 5 });
    takeMany('a', 5);
    clock.jumpWall(3_600_000);
    expect(takeMany('a', 5)).toBe(0);
  });

  test('forgets the least recently used key when the table is full', () => {
    const { buckets, takeMany } = bucketsOf({ perSecond: 1, entries: 2 });
    takeMany('a', 1);
    takeMany('b', 1);
    buckets.take('a');
    takeMany('c', 1);
    expect(buckets.size()).toBe(2);
    expect([buckets.take('a') > 0, buckets.take('b')]).toEqual([true, 0]);
  });

  test('never waits when the rate is 0, and holds nothing', () => {
    const { buckets, takeMany } = bucketsOf({ perSecond: 0 });
    expect(takeMany('a', 1000)).toBe(1000);
    expect(buckets.size()).toBe(0);
  });
});
