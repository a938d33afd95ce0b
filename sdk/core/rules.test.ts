import { expect, test } from 'bun:test';
import { isWorthRetry, leastNeeded, retryDelay } from './rules.ts';

test.each([
  [0, 3, 99, true],
  [408, 3, 99, true],
  [429, 3, 99, true],
  [500, 3, 0, true],
  [500, 3, 4, true],
  [500, 3, 5, false],
  [502, 3, 99, true],
  [503, 3, 99, true],
  [413, 3, 0, true],
  [413, 1, 0, false],
  [200, 3, 0, false],
  [202, 3, 0, false],
  [400, 3, 0, false],
  [401, 3, 0, false],
  [403, 3, 0, false],
])('isWorthRetry(%d) of %d events after %d failures: %p', (status, size, failures, isWorth) => {
  expect(isWorthRetry(status, { size, failures })).toBe(isWorth);
});

test.each([
  [0, null, 0.999, 999],
  [3, null, 0.5, 4000],
  [20, null, 0.5, 15_000],
  [0, '7', 0, 7000],
  [0, 'Sat, 21 Nov 2026 00:00:00 GMT', 0.5, 500],
])('retryDelay(%d, %j, %d) is %d ms', (failures, retryAfter, random, delayMs) => {
  expect(retryDelay(failures, retryAfter, random)).toBe(delayMs);
});

test.each([
  [['click', 'scroll', 'move', 'move'], 2],
  [['pageview', 'scroll', 'click'], 1],
  [['pageview', 'custom'], 0],
  [[], 0],
])('leastNeeded(%j) is at %d', (types, at) => {
  expect(leastNeeded(types.map((type) => ({ _event: { type } })))).toBe(at);
});
