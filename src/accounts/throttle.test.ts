import { describe, expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import type { HeatError } from '../lib/errors.ts';
import { createThrottle, type Throttle } from './throttle.ts';

describe('createThrottle()', () => {
  test('begin() lets five attempts go free, then doubles the wait up to a quarter of an hour', () => {
    const clock = testClock();
    const throttle = createThrottle(clock);
    for (let count = 0; count < LIMITS.signInFree; count += 1) throttle.begin(['a']);
    const waits: number[] = [];
    for (let count = 0; count < 14; count += 1) {
      const seconds = waitOf(throttle, 'a');
      waits.push(seconds);
      clock.advance(seconds * 1000);
      throttle.begin(['a']);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  test('begin() does not lengthen the wait when somebody keeps trying meanwhile', () => {
    const clock = testClock();
    const throttle = createThrottle(clock);
    for (let count = 0; count < 8; count += 1) {
      clock.advance(waitOf(throttle, 'a') * 1000);
      throttle.begin(['a']);
    }
    const before = waitOf(throttle, 'a');
    for (let count = 0; count < 100; count += 1) waitOf(throttle, 'a');
    expect(waitOf(throttle, 'a')).toBe(before);
  });

  test('begin() counts attempts that have not ended yet', () => {
    const throttle = createThrottle(testClock());
    const outcomes = Array.from({ length: 100 }, () => waitOf(throttle, 'a', true));
    expect(outcomes.filter((wait) => wait === 0)).toHaveLength(LIMITS.signInFree);
  });

  test('begin() refuses when any of its keys has to wait', () => {
    const throttle = createThrottle(testClock());
    for (let count = 0; count < 5; count += 1) throttle.begin([`account:${count}`, 'address:x']);
    expect(() => throttle.begin(['account:new', 'address:x'])).toThrow('Too many failed attempts');
    expect(() => throttle.begin(['account:new', 'address:y'])).not.toThrow();
  });

  test('succeed() forgets the account and takes back its own count of the address', () => {
    const throttle = createThrottle(testClock());
    for (let count = 0; count < 4; count += 1) throttle.begin(['account:a', 'address:x']);
    for (let count = 0; count < 20; count += 1) throttle.begin(['account:a', 'address:x']).succeed();
    expect(throttle.size()).toBe(1);
    throttle.begin(['account:b', 'address:x']);
    expect(() => throttle.begin(['account:b', 'address:x'])).toThrow('Too many failed attempts');
  });

  test('cancel() leaves no trace', () => {
    const throttle = createThrottle(testClock());
    for (let count = 0; count < 20; count += 1) throttle.begin(['account:a', 'address:x']).cancel();
    expect(throttle.size()).toBe(0);
  });

  test('begin() forgets failures after a quiet hour, whatever the wall clock says', () => {
    const clock = testClock();
    const throttle = createThrottle(clock);
    for (let count = 0; count < 5; count += 1) throttle.begin(['a']);
    clock.jumpWall(LIMITS.signInForgetMs * 10);
    expect(waitOf(throttle, 'a')).toBe(1);
    clock.advance(LIMITS.signInForgetMs);
    for (let count = 0; count < LIMITS.signInFree; count += 1) throttle.begin(['a']);
    expect(waitOf(throttle, 'a')).toBe(1);
  });

  test('begin() keeps its table bounded and the recently used keys in it', () => {
    const throttle = createThrottle(testClock(), 100);
    for (let count = 0; count < 5; count += 1) throttle.begin(['guessed']);
    for (let count = 0; count < 99; count += 1) throttle.begin([`other-${count}`]);
    expect(throttle.size()).toBe(100);
    expect(waitOf(throttle, 'guessed')).toBe(1);
    throttle.begin(['one more']);
    expect(throttle.size()).toBe(100);
  });
});

/** Seconds that the next attempt must wait, 0 when it may go; it is taken back unless `keep`. */
function waitOf(throttle: Throttle, key: string, keep = false): number {
  try {
    const attempt = throttle.begin([key]);
    if (!keep) attempt.cancel();
    return 0;
  } catch (error) {
    return (error as HeatError).retryAfterSeconds ?? Number.NaN;
  }
}
