// How much a step of work that can be cut anywhere takes at once, so that it lasts about as long as it may on this machine.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';

export type SliceSize = {
  /** Does so much; the next time more, or less, by how long it took. */
  run<T>(work: (size: number) => Promise<T>): Promise<T>;
};

/** Between `least` and `most`, the first time the least; a step should take at most LIMITS.removalSliceMs. */
export function createSliceSize(
  clock: Pick<Clock, 'monotonicMs'>,
  { least, most }: { least: number; most: number },
): SliceSize {
  let size = least;
  return {
    async run(work) {
      const startedMs = clock.monotonicMs();
      const done = await work(size);
      const tookMs = clock.monotonicMs() - startedMs;
      if (tookMs > LIMITS.removalSliceMs) size = Math.max(least, size >> 1);
      else if (tookMs < LIMITS.removalSliceMs / 4) size = Math.min(most, size * 2);
      return done;
    },
  };
}
