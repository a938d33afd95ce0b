// Waiting for reports to have what was answered: for who sends much and then looks.

import type { Journal } from './journal.ts';

/** Resolves when all that the journal has is applied; rejects with the signal's reason when that ends it. */
export async function untilApplied(journal: Journal, signal?: AbortSignal): Promise<void> {
  for (; journal.stats().appliedSeq < journal.stats().lastSeq; await Bun.sleep(10)) signal?.throwIfAborted();
}
