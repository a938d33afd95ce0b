import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { sessionAt } from './session.ts';
import type { Slot } from './store.ts';

const MINUTE = 60_000;
const idleMs = 30 * MINUTE;
const START = Date.UTC(2026, 10, 21);

function memory(): Slot {
  let value: string | null = null;
  return (next) => {
    if (next !== undefined) value = next;
    return value;
  };
}

test('sessionAt() keeps one session while the visitor acts within the idle time', () => {
  const slot = memory();
  const first = sessionAt(slot, START, { idleMs });
  const later = sessionAt(slot, START + 29 * MINUTE, { idleMs });
  expect(later).toEqual({ ...first, lastSeenAt: START + 29 * MINUTE } as never);
  expect(sessionAt(slot, START + 58 * MINUTE, { idleMs })?.id).toBe(first?.id as string);
});

test('sessionAt() opens a new session after the idle time and after 24 hours of activity', () => {
  const slot = memory();
  const ids = new Set<string>();
  for (let now = START; now <= START + 25 * 60 * MINUTE; now += 20 * MINUTE)
    ids.add(sessionAt(slot, now, { idleMs })?.id as string);
  expect(ids.size).toBe(2);
  expect(sessionAt(slot, START + 26 * 60 * MINUTE, { idleMs })).toMatchObject({
    startedAt: START + 26 * 60 * MINUTE,
  });
});

test('sessionAt() neither prolongs nor opens a session at a passive moment', () => {
  const slot = memory();
  expect(sessionAt(slot, START, { idleMs, isPassive: true })).toBeUndefined();
  sessionAt(slot, START, { idleMs });
  expect(sessionAt(slot, START + 20 * MINUTE, { idleMs, isPassive: true })?.lastSeenAt).toBe(START);
  expect(sessionAt(slot, START + 31 * MINUTE, { idleMs, isPassive: true })).toBeUndefined();
});

test.each(['', '{', 'null', '[]', '"x"', '{"id":""}'])(
  'sessionAt() begins anew when %j is stored',
  (text) => {
    const slot = memory();
    slot(text);
    expect(sessionAt(slot, START, { idleMs })).toMatchObject({ startedAt: START });
  },
);

test('the roll of a session is exact at the rates 0 and 1', () => {
  fc.assert(
    fc.property(fc.integer(), () => {
      const roll = sessionAt(memory(), START, { idleMs })?.roll ?? -1;
      expect(roll >= 0 && roll < 1).toBe(true);
    }),
  );
});
