import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { boundQueue } from './bound-queue.ts';
import { backoff, bytesOf, isWorthRetry, leastNeeded, waitFor } from './rules.ts';

test.each([
  [0, 99, true],
  [408, 99, true],
  [429, 99, true],
  [500, 0, true],
  [500, 4, true],
  [500, 5, false],
  [502, 99, true],
  [503, 99, true],
  [413, 0, false],
  [200, 0, false],
  [202, 0, false],
  [400, 0, false],
  [401, 0, false],
  [403, 0, false],
])('isWorthRetry(%d) after %d failures: %p', (status, failures, isWorth) => {
  expect(isWorthRetry(status, failures)).toBe(isWorth);
});

test.each([
  [0, 0.999, 999],
  [3, 0.5, 4000],
  [20, 0.5, 15_000],
])('backoff(%d, %d) is %d ms', (failures, random, delayMs) => {
  expect(backoff(failures, random)).toBe(delayMs);
});

test.each([
  [undefined, 500],
  [null, 500],
  ['', 500],
  ['0', 500],
  ['-7', 500],
  ['7', 7000],
  ['3600', 3_600_000],
  ['86400', 3_600_000],
  // As much as would make a timer run at once.
  ['99999999999', 3_600_000],
  ['Infinity', 3_600_000],
  ['Sat, 21 Nov 2026 00:00:00 GMT', 500],
  ['soon', 500],
])('waitFor(%j, 500) is %d ms', (retryAfter, delayMs) => {
  expect(waitFor(retryAfter, 500)).toBe(delayMs);
});

test.each([
  [['click', 'scroll', 'move', 'move'], 2],
  [['pageview', 'scroll', 'click'], 1],
  [['pageview', 'custom'], 0],
  [[], 0],
])('leastNeeded(%j) is at %d', (types, at) => {
  expect(leastNeeded(types.map((type) => ({ _event: { type } })))).toBe(at);
});

test('boundQueue() gives up moves and scrolls before clicks', () => {
  const waiting = ['scroll', 'click', 'move', 'click', 'click', 'custom'].map((type, i) => ({
    ...{ _event: { type, i, t: 0 } as never, _frame: {} as never, _page: { url: '' } },
    _bytes: 3,
  }));
  const left = (maxQueueBytes: number) => {
    const core = { _waiting: [...waiting], _settings: { projectKey: 'k', maxQueueBytes } };
    boundQueue(core);
    return core._waiting.map(({ _event }) => (_event as { i: number }).i);
  };
  expect(left(18)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(left(15)).toEqual([0, 1, 3, 4, 5]);
  expect(left(12)).toEqual([1, 3, 4, 5]);
  expect(left(7)).toEqual([4, 5]);
});

test('boundQueue() keeps within the bytes, in order, and gives up no more than it must', () => {
  const types = fc.constantFrom('move', 'scroll', 'click', 'custom');
  const queue = fc.array(fc.tuple(types, fc.integer({ min: 1, max: 25_000 })), { maxLength: 40 });
  fc.assert(
    fc.property(queue, fc.integer({ min: 0, max: 300_000 }), (all, maxQueueBytes) => {
      const waiting = all.map(([type, bytes], i) => ({
        ...{ _event: { type, i, t: 0 } as never, _frame: {} as never, _page: { url: '' } },
        _bytes: bytes,
      }));
      const core = { _waiting: [...waiting], _settings: { projectKey: 'k', maxQueueBytes } };
      boundQueue(core);
      const left = core._waiting;
      const given = waiting.filter((one) => !left.includes(one));
      expect(bytesOf(left)).toBeLessThanOrEqual(maxQueueBytes);
      expect(left).toEqual(waiting.filter((one) => left.includes(one)));
      // One of them would still fit in otherwise: the last to go is of the kind that is needed most.
      const place = ({ _event: { type } }: { _event: { type: string } }) =>
        type === 'move' ? 0 : type === 'scroll' ? 1 : 2;
      const most = Math.max(-1, ...given.map(place));
      expect(left.every((one) => place(one) >= most)).toBe(true);
      const last = given.findLast((one) => place(one) === most);
      if (last) expect(bytesOf(left) + last._bytes).toBeGreaterThan(maxQueueBytes);
    }),
    { numRuns: 300, seed: 2026 },
  );
});
