// Compares what somebody brought with what he should, in a time that tells nothing of where they differ.

import { timingSafeEqual } from 'node:crypto';

export function sameSecret(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
