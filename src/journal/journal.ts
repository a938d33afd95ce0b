// Group commit in front of the journal's store: many requests, one transaction, an answer after it. Tells whoever
// listens, and removes what was applied. Knows bytes and positions, not what a batch means.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { JournalEntry, JournalStore } from '../storage/port-journal.ts';
import {
  admitEntry,
  type JournalBounds,
  type JournalStats,
  settleGroup,
  statsAtStart,
  unavailable,
} from './bookkeeping.ts';
import { commitGroup } from './commit-group.ts';
import { createPruner } from './pruner.ts';

export type { JournalStats };

export type Journal = {
  /**
   * Resolves with the entry's position once the commit that holds it is on disk. Rejects with HeatError
   * `unavailable`: `overloaded` when too much waits, `stopping`, or the disk's fault; then nothing was kept.
   */
  append: (entry: JournalEntry) => Promise<number>;
  /** Tells how far the applier is, on its disk; what it no longer needs is removed when there is time. */
  markApplied: (seq: number) => void;
  /** Resolves once no byte of what has been answered by now is left in the file; rejects when the journal is stopped before. */
  scrub: () => Promise<void>;
  stats: () => JournalStats;
  /** Calls `listener` with the newest position after each commit; returns how to stop that. */
  onCommitted: (listener: (seq: number) => void) => () => void;
  /** Refuses new entries, commits what waits and ends the pruning. The store stays open. */
  stop: () => Promise<void>;
};

export type JournalOptions = {
  store: JournalStore;
  clock: Clock;
  /** Other bounds than those of LIMITS. */
  limits?: Partial<JournalBounds>;
};

type Waiting = {
  entry: JournalEntry;
  resolve: (seq: number) => void;
  reject: (error: unknown) => void;
};

/** Starts on what is in the store already: until markApplied() is called, all of it counts as not yet applied. */
export async function startJournal({ store, clock, limits }: JournalOptions): Promise<Journal> {
  const bounds: JournalBounds = { ...LIMITS, ...limits };
  const stats = statsAtStart(await store.pending(0));
  const listeners = new Set<(seq: number) => void>();
  const pruner = createPruner(store);
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let isStopping = false;

  /** Commits group after group until nothing waits. While one is written the next one gathers. */
  const commitAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // All requests that are read in the same turn of the event loop share a commit; a lone one waits for no timer.
      await new Promise(setImmediate);
      const group = waiting;
      waiting = [];
      await commit(group);
    }
    running = null;
  };
  const commit = async (group: readonly Waiting[]): Promise<void> => {
    const entries = group.map(({ entry }) => entry);
    const done = await commitGroup(store, entries);
    const isAnyOnDisk = settleGroup(stats, entries, { ...done, atMs: clock.nowMs() });
    for (let index = 0; index < group.length; index += 1) {
      const outcome = done.outcomes[index]!;
      if ('seq' in outcome) group[index]!.resolve(outcome.seq);
      else group[index]!.reject(outcome.error);
    }
    if (!isAnyOnDisk) return;
    const { lastSeq } = stats;
    // Apart from the commit, so that a listener's fault does not stop the journal.
    for (const listener of listeners) queueMicrotask(() => listener(lastSeq));
  };
  const measureLag = async (): Promise<void> => {
    const measured = await store.pending(stats.appliedSeq);
    if (measured.lastSeq >= stats.lastSeq) stats.lagBytes = measured.bytes;
  };

  return {
    append(entry) {
      const refusal = isStopping
        ? unavailable('stopping', 'Cannot accept the batch: the server is stopping')
        : admitEntry(stats, entry, bounds);
      if (refusal) return Promise.reject(refusal);
      return new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        running ??= commitAll();
      });
    },
    markApplied(seq) {
      if (seq <= stats.appliedSeq) return;
      stats.appliedSeq = seq;
      stats.lastSeq = Math.max(stats.lastSeq, seq);
      // A fault here shows in the next commit; until then the lag is only too large.
      measureLag().catch(() => undefined);
      if (!isStopping) pruner.wantUpTo(seq);
    },
    async scrub() {
      const uptoSeq = stats.lastSeq;
      for (;;) {
        if (isStopping) throw unavailable('stopping', 'Cannot scrub the journal: the server is stopping');
        const isApplied = stats.appliedSeq >= uptoSeq;
        while (isApplied && (await store.prune(uptoSeq, LIMITS.pruneRows)) >= LIMITS.pruneRows);
        if (isApplied && (await store.scrub())) return;
        await Bun.sleep(LIMITS.scrubWaitMs);
      }
    },
    stats: () => ({ ...stats }),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      isStopping = true;
      await pruner.stop();
      await running;
    },
  };
}
