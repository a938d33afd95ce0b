import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { sessionAt } from './session.ts';
import type { Slot } from './store.ts';

const MINUTE = 60_000;
const idleMs = 30 * MINUTE;
const START = Date.UTC(2026, 10, 21);

function memory(): Slot {
  let value = '';
  return (next) => {
    if (next !== undefined) value = next;
    return value;
  };
}

test('sessionAt() keeps one session while the visitor acts within the idle time', () => {
  const slot = memory();
  const first = sessionAt(slot, START, { _idleMs: idleMs });
  const later = sessionAt(slot, START + 29 * MINUTE, { _idleMs: idleMs });
  expect(later).toEqual(first as never);
  expect(sessionAt(slot, START + 58 * MINUTE, { _idleMs: idleMs })).toEqual(first as never);
});

test('sessionAt() opens a new session after the idle time and after 24 hours of activity', () => {
  const slot = memory();
  const ids = new Set<string>();
  for (let now = START; now <= START + 25 * 60 * MINUTE; now += 20 * MINUTE)
    ids.add(sessionAt(slot, now, { _idleMs: idleMs })?.[0] as string);
  expect(ids.size).toBe(2);
  const last = START + 26 * 60 * MINUTE;
  expect(sessionAt(slot, last, { _idleMs: idleMs })?.[1]).toBe(last);
});

test('sessionAt() neither prolongs nor opens a session at a passive moment', () => {
  const slot = memory();
  expect(sessionAt(slot, START, { _idleMs: idleMs, _isPassive: true })).toBeUndefined();
  sessionAt(slot, START, { _idleMs: idleMs });
  expect(sessionAt(slot, START + 20 * MINUTE, { _idleMs: idleMs, _isPassive: true })?.[1]).toBe(START);
  expect(sessionAt(slot, START + 31 * MINUTE, { _idleMs: idleMs, _isPassive: true })).toBeUndefined();
});

test.each([
  '',
  '{',
  'null',
  '[]',
  'x',
  'a b c d',
  `id ${START} ${START}`,
  `id ${START} ${START} 2`,
  '{"id":"x"}',
])('sessionAt() begins anew when %j is stored', (text) => {
  const slot = memory();
  slot(text);
  const session = sessionAt(slot, START + 1, { _idleMs: idleMs });
  expect(session).toEqual([expect.stringMatching(/^\d{10,30}$/), START + 1, expect.any(Number)]);
  expect(sessionAt(slot, START + 2, { _idleMs: idleMs })).toEqual(session as never);
});

test('the roll of a session is exact at the rates 0 and 1', () => {
  fc.assert(
    fc.property(fc.integer(), () => {
      const roll = sessionAt(memory(), START, { _idleMs: idleMs })?.[2] ?? -1;
      expect(roll >= 0 && roll < 1).toBe(true);
    }),
  );
});
