// How many of an import's lines were new, where that can be told exactly, and else nothing.

import type { ImportOutcome } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';

/**
 * The outcome, when it is that of exactly so many lines. A heat that was started anew has counted fewer, and lines that
 * were handed in again, as nobody knew whether they had arrived, were counted twice.
 */
export function exactOutcome(outcome: ImportOutcome, accepted: number): ImportOutcome | null {
  return countOf(outcome) === accepted ? outcome : null;
}

/** Asks again until all lines are applied; null when none was for LIMITS.importOutcomeMs, or nobody answers. */
export async function awaitOutcome(
  ask: () => Promise<ImportOutcome>,
  accepted: number,
  { sleep = Bun.sleep, isStopped }: { sleep?: (ms: number) => Promise<void>; isStopped: () => boolean },
): Promise<ImportOutcome | null> {
  let last = -1;
  for (let waitedMs = 0; waitedMs <= LIMITS.importOutcomeMs; waitedMs += LIMITS.importWaitMs) {
    const outcome = await ask().catch(() => null);
    if (outcome === null || countOf(outcome) >= accepted) return outcome && exactOutcome(outcome, accepted);
    if (isStopped()) return null;
    if (countOf(outcome) > last) waitedMs = 0;
    last = countOf(outcome);
    await sleep(LIMITS.importWaitMs);
  }
  return null;
}

function countOf({ stored, known, forgotten }: ImportOutcome): number {
  return stored + known + forgotten;
}
