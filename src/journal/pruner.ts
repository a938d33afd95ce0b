// Removes applied entries in small slices, some time after they were applied, so that no commit waits long for it.

import { LIMITS } from '../contract/limits.ts';
import type { JournalStore } from '../storage/port-journal.ts';

export type Pruner = {
  /** Everything up to `seq` may go. */
  wantUpTo: (seq: number) => void;
  /** Ends after the slice that is running; what is left goes after the next start. */
  stop: () => Promise<void>;
};

export function createPruner(store: JournalStore): Pruner {
  let wanted = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> | null = null;

  const pruneAll = async (): Promise<void> => {
    let gone: number = LIMITS.pruneRows;
    // A short slice was the last one.
    while (!isStopped && gone >= LIMITS.pruneRows) {
      gone = await store.prune(wanted, LIMITS.pruneRows);
      await new Promise(setImmediate);
    }
  };
  const start = (): void => {
    timer = null;
    const upTo = wanted;
    running = pruneAll()
      // A full disk refuses this too; the next applied slice asks again.
      .catch(() => undefined)
      .then(() => {
        running = null;
        if (wanted > upTo) schedule();
      });
  };
  const schedule = (): void => {
    if (isStopped || timer !== null || running !== null) return;
    timer = setTimeout(start, LIMITS.pruneDelayMs);
    timer.unref();
  };

  return {
    wantUpTo(seq) {
      wanted = Math.max(wanted, seq);
      schedule();
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await running;
    },
  };
}
