import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { countedSinceMs, createDayCount } from './day-count.ts';

const HOUR_MS = 3_600_000;

test('count() forgets what is 24 hours old, whether or not something came since', () => {
  const clock = testClock();
  const counted = createDayCount(clock);
  expect(counted.count()).toBe(0);
  counted.add();
  counted.add();
  clock.advance(20 * HOUR_MS);
  counted.add();
  expect(counted.count()).toBe(3);
  clock.advance(5 * HOUR_MS);
  expect(counted.count()).toBe(1);
  counted.add();
  expect(counted.count()).toBe(2);
  clock.advance(30 * HOUR_MS);
  expect(counted.count()).toBe(0);
});

test('countedSinceMs() is the start, and the first whole hour of the last 24 later on', () => {
  const startMs = 10 * HOUR_MS + 5;
  expect(countedSinceMs(startMs, startMs + 10)).toBe(startMs);
  expect(countedSinceMs(startMs, 40 * HOUR_MS + 7)).toBe(17 * HOUR_MS);
});
