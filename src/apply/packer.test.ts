import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import { createPacker } from './packer.ts';

test('step() walks to the end, waits, and walks again; trouble with the disk is told and waited for', async () => {
  const clock = testClock();
  const asked: number[] = [];
  const clicks: number[] = [];
  const sessions: number[] = [];
  const events: number[] = [];
  const troubles: number[] = [];
  const answers = [true, true, false, 'full', false];
  const packer = createPacker({
    clock,
    store: {
      async packSessions(beforeDay) {
        sessions.push(beforeDay);
        return sessions.length === 1;
      },
      async packBins(beforeDay) {
        asked.push(beforeDay);
        const answer = answers.shift();
        if (answer === 'full') throw new HeatError({ kind: 'unavailable', message: 'full' });
        return answer === true;
      },
      async packClicks(beforeDay) {
        clicks.push(beforeDay);
        return false;
      },
      async packEvents(beforeDay) {
        events.push(beforeDay);
        return false;
      },
    },
    onTrouble: (_, waitMs) => troubles.push(waitMs),
  });
  const yesterday = Math.floor((clock.nowMs() - LIMITS.packAfterMs) / DAY_MS);
  for (const goesOn of [true, true, true, true, true, true, false, false])
    expect(await packer.step()).toBe(goesOn);
  expect(clicks).toEqual([yesterday]);
  expect(sessions).toEqual([yesterday, yesterday]);
  expect(asked).toEqual([yesterday, yesterday, yesterday]);
  clock.advance(LIMITS.packEveryMs);
  for (const goesOn of [true, false]) expect(await packer.step()).toBe(goesOn);
  expect(troubles).toEqual([LIMITS.packEveryMs]);
  clock.advance(LIMITS.packEveryMs);
  for (const goesOn of [true, true, true, false]) expect(await packer.step()).toBe(goesOn);
  expect(asked).toHaveLength(5);
  expect(clicks).toHaveLength(2);
  expect(events).toEqual(clicks);
});
