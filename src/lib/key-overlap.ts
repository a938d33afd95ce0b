// How long a replaced key, of whatever kind, is good for beside the one that took its place.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from './errors.ts';

const HOUR_MS = 3_600_000;

/**
 * Milliseconds of so many hours, 0…LIMITS.oldKeyHours. Throws `invalid` (invalid_overlap), beginning with what a replaced
 * key does: `A replaced write key lets in`.
 */
export function overlapMs(hours: number, does: string): number {
  if (Number.isInteger(hours) && hours >= 0 && hours <= LIMITS.oldKeyHours) return hours * HOUR_MS;
  throw new HeatError({
    kind: 'invalid',
    code: 'invalid_overlap',
    message: `${does} for 0 to ${LIMITS.oldKeyHours} whole hours more`,
  });
}
