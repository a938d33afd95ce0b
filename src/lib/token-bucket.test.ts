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

describe('stateOf()', () => {
  test('tells what is left and when the bucket is full again, and takes nothing', () => {
    const { clock, buckets, takeMany } = bucketsOf({ perSecond: 10, burst: 20 });
    expect(buckets.stateOf('a')).toEqual({ limit: 20, windowSeconds: 2, remaining: 20, resetSeconds: 0 });
    takeMany('a', 15);
    const state = { limit: 20, windowSeconds: 2, remaining: 5, resetSeconds: 2 };
    expect(buckets.stateOf('a')).toEqual(state);
    expect(buckets.stateOf('a')).toEqual(state);
    clock.advance(1_000);
    expect(buckets.stateOf('a')).toMatchObject({ remaining: 15, resetSeconds: 1 });
  });

  test('is null without a limit', () => {
    expect(bucketsOf({ perSecond: 0 }).buckets.stateOf('a')).toBeNull();
  });
});

test('a key may have a rate of its own', () => {
  const { clock, buckets, takeMany } = bucketsOf({ perSecond: 1000 });
  const rate = { perSecond: 1, burst: 2 };
  const taken = Array.from({ length: 5 }, () => buckets.take('slow', rate)).filter((waitMs) => waitMs === 0);
  expect([taken.length, takeMany('fast', 5)]).toEqual([2, 5]);
  clock.advance(1_000);
  expect(buckets.take('slow', rate)).toBe(0);
  expect(buckets.stateOf('slow', rate)).toMatchObject({ limit: 2, remaining: 0 });
});

test('a million keys take no more room than the table has, and the busy one keeps its place', () => {
  const entries = 1_000;
  const { buckets, takeMany } = bucketsOf({ perSecond: 5, entries });
  takeMany('busy', 5);
  let most = 0;
  for (let key = 0; key < 1_000_000; key += 1) {
    buckets.take(key);
    // Whoever goes on knocking is not forgotten, whatever comes from elsewhere.
    if (key % 500 === 0) expect(buckets.take('busy')).toBeGreaterThan(0);
    most = Math.max(most, buckets.size());
  }
  expect(most).toBe(entries);
});
