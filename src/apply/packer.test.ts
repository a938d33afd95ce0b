import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import { createPacker } from './packer.ts';

test('step() walks to the end, waits, and walks again; trouble with the disk is told and waited for', async () => {
  const clock = testClock();
  const asked: number[] = [];
  const troubles: number[] = [];
  const answers = [true, true, false, 'full', false];
  const packer = createPacker({
    clock,
    store: {
      async packBins(beforeDay) {
        asked.push(beforeDay);
        const answer = answers.shift();
        if (answer === 'full') throw new HeatError({ kind: 'unavailable', message: 'full' });
        return answer === true;
      },
    },
    onTrouble: (_, waitMs) => troubles.push(waitMs),
  });
  const yesterday = Math.floor(clock.nowMs() / DAY_MS) - LIMITS.packAfterDays;
  expect([await packer.step(), await packer.step(), await packer.step()]).toEqual([true, true, false]);
  expect(await packer.step()).toBe(false);
  expect(asked).toEqual([yesterday, yesterday, yesterday]);
  clock.advance(LIMITS.packEveryMs);
  expect(await packer.step()).toBe(false);
  expect(troubles).toEqual([LIMITS.packEveryMs]);
  clock.advance(LIMITS.packEveryMs);
  expect(await packer.step()).toBe(false);
  expect(asked).toHaveLength(5);
});
