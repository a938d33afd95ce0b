// Writes one group of entries and says of each how it went. A row that the store refuses costs only itself; trouble
// with the disk is everybody's.

import { HeatError } from '../lib/errors.ts';
import type { JournalEntry, JournalStore } from '../storage/port-journal.ts';

/** Position on disk, or why there is none. */
export type Outcome = { seq: number } | { error: unknown };

/** One outcome for each entry, in order. `fault` is the code of the disk's trouble, null when there was none. */
export type Committed = { outcomes: Outcome[]; fault: string | null };

/** Never throws. */
export async function commitGroup(store: JournalStore, entries: readonly JournalEntry[]): Promise<Committed> {
  try {
    const lastSeq = await store.append(entries);
    const firstSeq = lastSeq - entries.length + 1;
    return { outcomes: entries.map((_, index) => ({ seq: firstSeq + index })), fault: null };
  } catch (error) {
    if (isDiskFault(error)) return { outcomes: entries.map(() => ({ error })), fault: error.faultCode };
    if (entries.length === 1) return { outcomes: [{ error }], fault: null };
    return commitOneByOne(store, entries);
  }
}

/** Once more, each entry alone, so that one bad row does not refuse its neighbours. */
async function commitOneByOne(store: JournalStore, entries: readonly JournalEntry[]): Promise<Committed> {
  const outcomes: Outcome[] = [];
  let fault: HeatError | null = null;
  for (const entry of entries) {
    try {
      outcomes.push(fault ? { error: fault } : { seq: await store.append([entry]) });
    } catch (error) {
      if (isDiskFault(error)) fault = error;
      outcomes.push({ error });
    }
  }
  return { outcomes, fault: fault?.faultCode ?? null };
}

function isDiskFault(error: unknown): error is HeatError {
  return error instanceof HeatError && error.kind === 'unavailable';
}
