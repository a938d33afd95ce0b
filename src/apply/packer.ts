// Packs day bins of clicks once their day is over, a group at a time between the slices of the journal.

import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { ApplyStore } from '../storage/port-apply.ts';

export type PackerDeps = {
  store: Pick<ApplyStore, 'packBins'>;
  clock: Clock;
  onTrouble?: (error: HeatError, waitMs: number) => void;
};
export type Packer = {
  /** Packs one group at most, when it is time to; answers whether to go on soon. */
  step(): Promise<boolean>;
};

export function createPacker({ store, clock, onTrouble }: PackerDeps): Packer {
  let nextMs = Number.NEGATIVE_INFINITY;
  return {
    async step() {
      if (clock.monotonicMs() < nextMs) return false;
      try {
        const beforeDay = Math.floor(clock.nowMs() / DAY_MS) - LIMITS.packAfterDays;
        if (await store.packBins(beforeDay, LIMITS.packGroups)) return true;
      } catch (error) {
        // Rows answer as well as what they are packed into.
        if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
        onTrouble?.(error, LIMITS.packEveryMs);
      }
      nextMs = clock.monotonicMs() + LIMITS.packEveryMs;
      return false;
    },
  };
}
