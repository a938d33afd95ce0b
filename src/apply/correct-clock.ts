// Turns client times into server times. A wrong clock is corrected in whole steps, so that network delay, which
// differs from batch to batch, never moves an event; the exact offset is kept beside.

import { LIMITS } from '../contract/limits.ts';
import { EVENT_FLAGS } from '../storage/port.ts';

export type ClockCorrection = {
  /** Server minus client in ms, 0 when the batch does not say when it was sent. */
  skewMs: number;
  /** Whole steps of LIMITS.clockStepMs to add to client times. */
  shiftMs: number;
};

/** Compares when a batch was received with when its client says it was sent. */
export function clockCorrection(receivedAtMs: number, sentAtMs: number | null): ClockCorrection {
  if (sentAtMs === null) return { skewMs: 0, shiftMs: 0 };
  const skewMs = Math.round(receivedAtMs - sentAtMs);
  const steps = Math.round(skewMs / LIMITS.clockStepMs);
  return { skewMs, shiftMs: steps === 0 ? 0 : steps * LIMITS.clockStepMs };
}

/**
 * Server time of one event with the flags that say what was done to it. Times ahead of the server become the
 * server's, times before LIMITS.pastMs become that bound.
 */
export function correctTime(
  clientMs: number,
  receivedAtMs: number,
  correction: ClockCorrection,
): { tsMs: number; flags: number } {
  const shifted = Math.round(clientMs) + correction.shiftMs;
  const flags = correction.shiftMs === 0 ? 0 : EVENT_FLAGS.clockCorrected;
  if (shifted > receivedAtMs + LIMITS.futureMs)
    return { tsMs: receivedAtMs, flags: flags | EVENT_FLAGS.clamped };
  const earliest = receivedAtMs - LIMITS.pastMs;
  if (shifted < earliest) return { tsMs: earliest, flags: flags | EVENT_FLAGS.clamped };
  return { tsMs: shifted, flags };
}
