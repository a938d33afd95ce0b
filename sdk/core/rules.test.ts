import { expect, test } from 'bun:test';
import { judge, leastNeeded, retryDelay } from './rules.ts';
import type { Waiting } from './waiting.ts';

const batchOf = (count: number, tries = 0) => Array.from({ length: count }, () => ({ tries }) as Waiting);

test.each([
  [200, 3, 0, 'sent'],
  [202, 3, 0, 'sent'],
  [0, 3, 0, 'retry'],
  [408, 3, 0, 'retry'],
  [429, 3, 0, 'retry'],
  [500, 3, 0, 'retry'],
  [500, 3, 5, 'lost'],
  [502, 3, 99, 'retry'],
  [503, 3, 99, 'retry'],
  [400, 3, 0, 'lost'],
  [401, 3, 0, 'lost'],
  [403, 3, 0, 'lost'],
  [413, 3, 0, 'halved'],
  [413, 1, 0, 'lost'],
  [413, 3, -2, 'lost'],
])('judge() of status %d for %d events after %d tries: %s', (status, count, tries, expected) => {
  const { again, isRetry, isLost } = judge(status, batchOf(count, tries));
  const verdict = isLost ? 'lost' : isRetry ? 'retry' : again.length ? 'halved' : 'sent';
  expect(verdict).toBe(expected as typeof verdict);
  expect(again).toHaveLength(expected === 'retry' || expected === 'halved' ? count : 0);
});

test('judge() gives a batch up after it has failed six times with 500, also in halves', () => {
  for (const tries of [0, -4]) {
    const batch = batchOf(8, tries);
    let rounds = 0;
    while (judge(500, batch).isRetry) rounds++;
    expect(rounds).toBe(5 - tries);
  }
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
  [['pageview', 'custom', 'click', 'error'], 2],
  [['pageview', 'custom'], 0],
])('leastNeeded(%j) is at %d', (types, at) => {
  expect(leastNeeded(types.map((type) => ({ event: { type } })))).toBe(at);
});
