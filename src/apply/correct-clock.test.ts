import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';
import { clockCorrection, correctTime } from './correct-clock.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const EDGE = NOW + LIMITS.futureMs;
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
    const newestMs = sentAtMs ?? NOW;
    expect(clockCorrection({ receivedAtMs: NOW, sentAtMs, newestMs })).toEqual({
      ...{ skewMs, shiftMs, latestMs: EDGE },
    });
  });

  test('lets no event be ahead when the newest is too far ahead', () => {
    const told = { receivedAtMs: NOW, sentAtMs: null };
    expect(clockCorrection({ ...told, newestMs: EDGE }).latestMs).toBe(EDGE);
    expect(clockCorrection({ ...told, newestMs: EDGE + 1 }).latestMs).toBe(NOW);
    const shifted = { receivedAtMs: NOW, sentAtMs: NOW + 30 * MINUTE };
    expect(clockCorrection({ ...shifted, newestMs: NOW + 30 * MINUTE }).latestMs).toBe(EDGE);
  });
});

describe('correctTime()', () => {
  const right = { shiftMs: 0, latestMs: EDGE };
  const ahead = { shiftMs: 0, latestMs: NOW };
  const behind = { shiftMs: 30 * MINUTE, latestMs: NOW };
  const oldest = NOW - LIMITS.pastMs;
  const cases: [why: string, clientMs: number, correction: typeof right, tsMs: number, flags: number][] = [
    ['keeps a plausible time', NOW - 1_000, right, NOW - 1_000, 0],
    ['rounds to whole milliseconds', NOW - 999.6, right, NOW - 1_000, 0],
    ['shifts and flags a wrong clock', NOW - 31 * MINUTE, behind, NOW - MINUTE, clockCorrected],
    ['keeps what is a little ahead', EDGE, right, EDGE, 0],
    ['cuts what is ahead in a batch that is too far ahead', NOW + 1, ahead, NOW, clamped],
    ['cuts after shifting', NOW, behind, NOW, clamped | clockCorrected],
    ['keeps the oldest allowed', oldest, right, oldest, 0],
    ['clamps the far past', 0, right, oldest, clamped],
  ];
  test.each(cases)('%s', (_, clientMs, correction, tsMs, flags) => {
    expect(correctTime(clientMs, NOW, correction)).toEqual({ tsMs, flags });
  });

  test('never changes the order of a batch, whatever the clock and the delay', () => {
    const batch = fc.record({
      fastMs: fc.integer({ min: -40 * MINUTE, max: 40 * MINUTE }),
      delayMs: fc.nat({ max: MINUTE }),
      knowsSent: fc.boolean(),
      ages: fc.array(fc.integer({ min: -20 * MINUTE, max: 20 * MINUTE }), { minLength: 2, maxLength: 9 }),
    });
    fc.assert(
      fc.property(batch, ({ fastMs, delayMs, knowsSent, ages }) => {
        const times = ages.map((age) => NOW - delayMs + fastMs - age).sort((a, b) => a - b);
        const correction = clockCorrection({
          receivedAtMs: NOW,
          sentAtMs: knowsSent ? NOW - delayMs + fastMs : null,
          newestMs: Math.max(...times),
        });
        const corrected = times.map((clientMs) => correctTime(clientMs, NOW, correction).tsMs);
        expect(corrected).toEqual(corrected.toSorted((a, b) => a - b));
        expect(Math.max(...corrected)).toBeLessThanOrEqual(EDGE);
      }),
    );
  });

  test('keeps every distance between events of a batch whose clock is wrong by any amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400 * MINUTE, max: 400 * MINUTE }),
        fc.nat({ max: 20_000 }),
        (fastMs, delayMs) => {
          const sentAtMs = NOW - delayMs + fastMs;
          const times = [0, 40, 1_500, 60_000].map((age) => sentAtMs - age);
          const correction = clockCorrection({ receivedAtMs: NOW, sentAtMs, newestMs: sentAtMs });
          const [newest = 0, ...rest] = times.map((ms) => correctTime(ms, NOW, correction).tsMs);
          expect(rest.map((ms) => newest - ms)).toEqual([40, 1_500, 60_000]);
        },
      ),
    );
  });
});
