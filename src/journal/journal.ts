// Group commit in front of the journal's store, and the bookkeeping around it: what waits, how far behind the applier
// is, what may be removed. Knows bytes and positions, not what a batch means.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { JournalEntry, JournalStore } from '../storage/port.ts';
import { type Committed, commitGroup, type Waiting } from './commit-group.ts';
import { createPruner } from './pruner.ts';

export type JournalStats = {
  /** Newest position on disk, and the newest whose rows are in the reports. */
  lastSeq: number;
  appliedSeq: number;
  /** Bytes on disk and not yet applied. */
  lagBytes: number;
  waitingEvents: number;
  waitingBytes: number;
  commits: number;
  committedBatches: number;
  committedEvents: number;
  /** Batches refused because too much waits, and batches that could not be written. */
  overloaded: number;
  failed: number;
  /** Code of the fault while writing fails, null when the last commit went well. */
  failing: string | null;
  failedAtMs: number | null;
};

export type Journal = {
  /**
   * Resolves with the entry's position once the commit that holds it is on disk. Rejects with HeatError
   * `unavailable`: `overloaded` when too much waits, `stopping`, or the disk's fault; then nothing was kept.
   */
  append: (entry: JournalEntry) => Promise<number>;
  /** Tells how far the applier is; what it no longer needs is removed when there is time. */
  markApplied: (seq: number) => void;
  stats: () => JournalStats;
  /** Calls `listener` with the newest position after each commit; returns how to stop that. */
  onCommitted: (listener: (seq: number) => void) => () => void;
  /** Refuses new entries, commits what waits and ends the pruning. The store stays open. */
  stop: () => Promise<void>;
};

export type JournalOptions = {
  store: JournalStore;
  clock: Clock;
  /** Overrides of the bounds, for tests. */
  limits?: Partial<Pick<typeof LIMITS, 'waitingEvents' | 'waitingBytes' | 'journalLagBytes'>>;
};

/** Starts on what is in the store already: until markApplied() is called, all of it counts as not yet applied. */
export async function startJournal({ store, clock, limits }: JournalOptions): Promise<Journal> {
  const bounds = { ...LIMITS, ...limits };
  const atStart = await store.pending(0);
  const listeners = new Set<(seq: number) => void>();
  const pruner = createPruner(store);
  const stats: JournalStats = {
    lastSeq: atStart.lastSeq,
    appliedSeq: 0,
    lagBytes: atStart.bytes,
    waitingEvents: 0,
    waitingBytes: 0,
    commits: 0,
    committedBatches: 0,
    committedEvents: 0,
    overloaded: 0,
    failed: 0,
    failing: null,
    failedAtMs: null,
  };
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let isStopping = false;

  const append = (entry: JournalEntry): Promise<number> => {
    const refusal = refusalOf(entry);
    if (refusal) return Promise.reject(refusal);
    stats.waitingEvents += entry.eventCount;
    stats.waitingBytes += entry.body.length;
    return new Promise((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      running ??= commitAll();
    });
  };

  const refusalOf = (entry: JournalEntry): HeatError | null => {
    if (isStopping) return unavailable('stopping', 'Cannot accept the batch: the server is stopping');
    // A batch that comes alone is always taken, so that no batch is too large for the bound itself.
    const isCrowded =
      stats.waitingEvents > 0 &&
      (stats.waitingEvents + entry.eventCount > bounds.waitingEvents ||
        stats.waitingBytes + entry.body.length > bounds.waitingBytes);
    if (!isCrowded && stats.lagBytes <= bounds.journalLagBytes) return null;
    stats.overloaded += 1;
    return unavailable('overloaded', 'Cannot accept the batch: too much is waiting to be stored');
  };

  /** Commits group after group until nothing waits. While one is written the next one gathers. */
  const commitAll = async (): Promise<void> => {
    // All requests that are read in the same turn of the event loop share a commit; a lone one waits for nothing else.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const done = await commitGroup(store, group);
      account(group, done);
      if (waiting.length > 0) await new Promise(setImmediate);
    }
    running = null;
  };

  const account = (group: readonly Waiting[], done: Committed): void => {
    for (const { entry } of group) {
      stats.waitingEvents -= entry.eventCount;
      stats.waitingBytes -= entry.body.length;
    }
    stats.failed += group.length - done.batches;
    if (done.fault) {
      stats.failing = done.fault;
      stats.failedAtMs = clock.nowMs();
    }
    if (done.batches === 0) return;
    if (!done.fault) stats.failing = null;
    stats.commits += 1;
    stats.committedBatches += done.batches;
    stats.committedEvents += done.events;
    stats.lagBytes += done.bytes;
    stats.lastSeq = done.lastSeq;
    // Apart from the commit, so that a listener's fault does not stop the journal.
    for (const listener of listeners) queueMicrotask(() => listener(done.lastSeq));
  };

  const measureLag = async (): Promise<void> => {
    const measured = await store.pending(stats.appliedSeq);
    if (measured.lastSeq >= stats.lastSeq) stats.lagBytes = measured.bytes;
  };

  return {
    append,
    markApplied(seq) {
      if (seq <= stats.appliedSeq) return;
      stats.appliedSeq = seq;
      // A fault here shows in the next commit; until then the lag is only too large.
      measureLag().catch(() => undefined);
      if (!isStopping) pruner.wantUpTo(seq);
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

function unavailable(code: string, message: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code,
    message,
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}
