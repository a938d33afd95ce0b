// Packs sessions, clicks, their day bins and events once their day is over, a little at a time between the slices of the
// journal.

import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { ApplyStore } from '../storage/port-apply.ts';

export type PackerDeps = {
  store: Pick<ApplyStore, 'packSessions' | 'packBins' | 'packClicks' | 'packEvents'>;
  clock: Clock;
  onTrouble?: (error: HeatError, waitMs: number) => void;
};
export type Packer = {
  /** Packs one group or block at most, when it is time to; answers whether to go on soon. */
  step(): Promise<boolean>;
};

export function createPacker({ store, clock, onTrouble }: PackerDeps): Packer {
  let nextMs = Number.NEGATIVE_INFINITY;
  let walk = 0;
  const walks: ((beforeDay: number) => Promise<boolean>)[] = [
    (beforeDay) => store.packSessions(beforeDay),
    (beforeDay) => store.packBins(beforeDay, LIMITS.packGroups),
    (beforeDay) => store.packClicks(beforeDay, LIMITS.packGroups),
    (beforeDay) => store.packEvents(beforeDay, LIMITS.packGroups),
  ];
  return {
    async step() {
      if (clock.monotonicMs() < nextMs) return false;
      try {
        const beforeDay = Math.floor((clock.nowMs() - LIMITS.packAfterMs) / DAY_MS);
        if (await walks[walk]?.(beforeDay)) return true;
        walk += 1;
        if (walk < walks.length) return true;
      } catch (error) {
        // Rows answer as well as what they are packed into.
        if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
        onTrouble?.(error, LIMITS.packEveryMs);
      }
      walk = 0;
      nextMs = clock.monotonicMs() + LIMITS.packEveryMs;
      return false;
    },
  };
}
