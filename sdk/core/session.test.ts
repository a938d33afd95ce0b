import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { sessionsIn } from './session.ts';
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

test('sessionsIn() keeps one session while the visitor acts within the idle time', () => {
  const slot = memory();
  const first = sessionsIn(slot, idleMs)(START);
  const later = sessionsIn(slot, idleMs)(START + 29 * MINUTE);
  expect(later).toEqual(first as never);
  expect(sessionsIn(slot, idleMs)(START + 58 * MINUTE)).toEqual(first as never);
});

test('sessionsIn() opens a new session after the idle time and after 24 hours of activity', () => {
  const slot = memory();
  const ids = new Set<string>();
  for (let now = START; now <= START + 25 * 60 * MINUTE; now += 20 * MINUTE)
    ids.add(sessionsIn(slot, idleMs)(now)?.[0] as string);
  expect(ids.size).toBe(2);
  const last = START + 26 * 60 * MINUTE;
  expect(sessionsIn(slot, idleMs)(last)?.[1]).toBe(last);
});

test('sessionsIn() neither prolongs nor opens a session at a passive moment', () => {
  const slot = memory();
  expect(sessionsIn(slot, idleMs)(START, true)).toBeUndefined();
  sessionsIn(slot, idleMs)(START);
  expect(sessionsIn(slot, idleMs)(START + 20 * MINUTE, true)?.[1]).toBe(START);
  expect(sessionsIn(slot, idleMs)(START + 31 * MINUTE, true)).toBeUndefined();
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
])('sessionsIn() begins anew when %j is stored', (text) => {
  const slot = memory();
  slot(text);
  const session = sessionsIn(slot, idleMs)(START + 1);
  expect(session).toEqual([expect.stringMatching(/^\d{10,30}$/), START + 1, expect.any(Number)]);
  expect(sessionsIn(slot, idleMs)(START + 2)).toEqual(session as never);
});

test('the roll of a session is exact at the rates 0 and 1', () => {
  fc.assert(
    fc.property(fc.integer(), () => {
      const roll = sessionsIn(memory(), idleMs)(START)?.[2] ?? -1;
      expect(roll >= 0 && roll < 1).toBe(true);
    }),
  );
});
