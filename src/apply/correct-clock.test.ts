import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { EVENT_FLAGS } from '../storage/port.ts';
import { clockCorrection, correctTime } from './correct-clock.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const { clamped, clockCorrected } = EVENT_FLAGS;

describe('clockCorrection()', () => {
  const cases: [why: string, sentAtMs: number | null, skewMs: number, shiftMs: number][] = [
    ['nothing when the client does not say', null, 0, 0],
    ['nothing for a right clock and a slow network', NOW - 2_500, 2_500, 0],
    ['nothing below half a step', NOW - 7 * MINUTE, 7 * MINUTE, 0],
    ['a whole step from half a step on', NOW - 8 * MINUTE, 8 * MINUTE, 15 * MINUTE],
    ['hours for a wrong time zone', NOW + 119 * MINUTE, -119 * MINUTE, -120 * MINUTE],
    ['fractions of a millisecond away', NOW - 10.4, 10, 0],
  ];
  test.each(cases)('corrects %s', (_, sentAtMs, skewMs, shiftMs) => {
    expect(clockCorrection(NOW, sentAtMs)).toEqual({ skewMs, shiftMs });
  });
});

describe('correctTime()', () => {
  const right = { skewMs: 0, shiftMs: 0 };
  const behind = { skewMs: 31 * MINUTE, shiftMs: 30 * MINUTE };
  const oldest = NOW - LIMITS.pastMs;
  const cases: [why: string, clientMs: number, correction: typeof right, tsMs: number, flags: number][] = [
    ['keeps a plausible time', NOW - 1_000, right, NOW - 1_000, 0],
    ['rounds to whole milliseconds', NOW - 999.6, right, NOW - 1_000, 0],
    ['shifts and flags a wrong clock', NOW - 31 * MINUTE, behind, NOW - MINUTE, clockCorrected],
    ['keeps what is a little ahead', NOW + LIMITS.futureMs, right, NOW + LIMITS.futureMs, 0],
    ['clamps the future to now', NOW + LIMITS.futureMs + 1, right, NOW, clamped],
    ['clamps after shifting', NOW, behind, NOW, clamped | clockCorrected],
    ['keeps the oldest allowed', oldest, right, oldest, 0],
    ['clamps the far past', 0, right, oldest, clamped],
  ];
  test.each(cases)('%s', (_, clientMs, correction, tsMs, flags) => {
    expect(correctTime(clientMs, NOW, correction)).toEqual({ tsMs, flags });
  });
});
