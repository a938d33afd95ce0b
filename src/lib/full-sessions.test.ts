import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { createFullSessions } from './full-sessions.ts';

test('has() knows a full session of its project for as long as a session lasts', () => {
  const clock = testClock();
  const full = createFullSessions(clock);
  expect(full.has({ projectNo: 1, session: 's' })).toBe(false);
  full.add([{ projectNo: 1, session: 's' }]);
  expect(full.has({ projectNo: 1, session: 's' })).toBe(true);
  expect(full.has({ projectNo: 2, session: 's' })).toBe(false);
  clock.advance(LIMITS.sessionMaxMs);
  expect(full.has({ projectNo: 1, session: 's' })).toBe(false);
});

test('add() keeps those told last', () => {
  const full = createFullSessions(testClock());
  const of = (at: number) => ({ projectNo: 1, session: `s${at}` });
  full.add(Array.from({ length: LIMITS.fullSessions }, (_, at) => of(at)));
  full.add([of(0)]);
  full.add([of(LIMITS.fullSessions)]);
  expect([0, 1, 2, LIMITS.fullSessions].map((at) => full.has(of(at)))).toEqual([true, false, true, true]);
});
