import { expect, test } from 'bun:test';
import { createStormGuard } from './storm.ts';

const LIMITS = { room: 1_000, perSecond: 100, resume: 500 };

test('a page that changes now and then is told whole', () => {
  const offer = createStormGuard(LIMITS);
  for (let at = 0; at < 100; at++) expect(offer(100, 1_000 + at * 1_000)).toBe('take');
});

test('a storm is dropped until it has calmed down, and the page is then taken anew, once', () => {
  const offer = createStormGuard(LIMITS);
  const verdicts = Array.from({ length: 20 }, (_, at) => offer(300, 10 + at));
  expect(verdicts.slice(0, 5)).toEqual(['take', 'take', 'take', 'drop', 'drop']);
  expect(new Set(verdicts.slice(3))).toEqual(new Set(['drop']));
  // 500 bytes are there again after some four seconds.
  expect(offer(10, 2_000)).toBe('drop');
  expect(offer(10, 6_000)).toBe('retake');
  expect(offer(10, 6_001)).toBe('take');
});

test('a clock that runs backwards gives no room', () => {
  const offer = createStormGuard(LIMITS);
  expect(offer(900, 100_000)).toBe('take');
  expect(offer(900, 50_000)).toBe('drop');
});
