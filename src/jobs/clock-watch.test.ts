import { expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { createLog } from '../lib/log.ts';
import { createClockWatch } from './clock-watch.ts';

test.each([
  ['forwards', 1],
  ['back', -1],
])('isTrusted() is false once the clock was moved %s by more than a day, and says so once', (_, sign) => {
  let wallMs = Date.UTC(2026, 10, 22);
  let monotonicMs = 5_000;
  const lines: string[] = [];
  const clock = { nowMs: () => wallMs, monotonicMs: () => monotonicMs };
  const watch = createClockWatch({ clock, log: createLog('info', (line) => lines.push(line)) });
  // However long heat runs, and however small steps the clock is set in.
  wallMs += 400 * LIMITS.retentionClockMs + sign * LIMITS.retentionClockMs;
  monotonicMs += 400 * LIMITS.retentionClockMs;
  expect([watch.isTrusted(), lines]).toEqual([true, []]);
  wallMs += sign;
  expect([watch.isTrusted(), watch.isTrusted(), lines.length]).toEqual([false, false, 1]);
});
