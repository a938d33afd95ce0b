// Turns client times into server times. A wrong clock is corrected in whole steps, so that network delay, which
// differs from batch to batch, never moves an event; the exact offset is kept beside.

import { LIMITS } from '../contract/limits.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';

export type ClockCorrection = {
  /** Server minus client in ms, 0 when the batch does not say when it was sent. */
  skewMs: number;
  /** Whole steps of LIMITS.clockStepMs to add to client times. */
  shiftMs: number;
  /** No event of the batch is later than this, server time. */
  latestMs: number;
};
export type BatchTimes = {
  receivedAtMs: number;
  sentAtMs: number | null;
  /** Client time of the batch's newest event. */
  newestMs: number;
};

/**
 * Compares when a batch was received with when its client says it was sent. What is left of a wrong clock is at most
 * half a step, and times may be so far ahead of the server. When one of them is further, none may be ahead: cut at one
 * edge together, the events of a batch never change places.
 */
export function clockCorrection({ receivedAtMs, sentAtMs, newestMs }: BatchTimes): ClockCorrection {
  const skewMs = sentAtMs === null ? 0 : Math.round(receivedAtMs - sentAtMs);
  const steps = Math.round(skewMs / LIMITS.clockStepMs);
  const shiftMs = steps === 0 ? 0 : steps * LIMITS.clockStepMs;
  const edgeMs = receivedAtMs + LIMITS.futureMs;
  return { skewMs, shiftMs, latestMs: newestMs + shiftMs > edgeMs ? receivedAtMs : edgeMs };
}

/**
 * Server time of one event with the flags that say what was done to it: never after the correction's `latestMs` nor
 * before LIMITS.pastMs.
 */
export function correctTime(
  clientMs: number,
  receivedAtMs: number,
  { shiftMs, latestMs }: Pick<ClockCorrection, 'shiftMs' | 'latestMs'>,
): { tsMs: number; flags: number } {
  const shifted = Math.round(clientMs) + shiftMs;
  const flags = shiftMs === 0 ? 0 : EVENT_FLAGS.clockCorrected;
  const tsMs = Math.max(receivedAtMs - LIMITS.pastMs, Math.min(shifted, latestMs));
  return { tsMs, flags: tsMs === shifted ? flags : flags | EVENT_FLAGS.clamped };
}
