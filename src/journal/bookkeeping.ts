// What the journal knows of itself: what waits, what is on disk, how far behind the applier is, whether writing fails.
// Decides when too much waits. Moves no data.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import type { Committed } from './commit-group.ts';

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

export type JournalBounds = { waitingEvents: number; waitingBytes: number; journalLagBytes: number };

export function statsAtStart(pending: { lastSeq: number; bytes: number }): JournalStats {
  return {
    lastSeq: pending.lastSeq,
    appliedSeq: 0,
    lagBytes: pending.bytes,
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
}

/** Counts the entry as waiting, or says why it cannot wait. */
export function admitEntry(
  stats: JournalStats,
  entry: JournalEntry,
  bounds: JournalBounds,
): HeatError | null {
  const events = stats.waitingEvents + entry.eventCount;
  const bytes = stats.waitingBytes + entry.body.length;
  // A batch that comes alone is always taken, so that no batch is too large for the bound itself.
  const isCrowded = stats.waitingEvents > 0 && (events > bounds.waitingEvents || bytes > bounds.waitingBytes);
  if (isCrowded || stats.lagBytes > bounds.journalLagBytes) {
    stats.overloaded += 1;
    return unavailable('overloaded', 'Cannot accept the batch: too much is waiting to be stored');
  }
  stats.waitingEvents = events;
  stats.waitingBytes = bytes;
  return null;
}

/** Counts a group as done. Whether any of it is on disk now. */
export function settleGroup(
  stats: JournalStats,
  entries: readonly JournalEntry[],
  { outcomes, fault, atMs }: Committed & { atMs: number },
): boolean {
  let committed = 0;
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]!;
    const outcome = outcomes[index]!;
    stats.waitingEvents -= entry.eventCount;
    stats.waitingBytes -= entry.body.length;
    if ('error' in outcome) continue;
    committed += 1;
    stats.committedEvents += entry.eventCount;
    stats.lagBytes += entry.body.length;
    stats.lastSeq = outcome.seq;
  }
  stats.committedBatches += committed;
  stats.failed += entries.length - committed;
  if (committed > 0) stats.commits += 1;
  if (fault !== null || committed > 0) stats.failing = fault;
  if (fault !== null) stats.failedAtMs = atMs;
  return committed > 0;
}

export function unavailable(code: string, message: string): HeatError {
  const retryAfterSeconds = LIMITS.retryAfterSeconds;
  return new HeatError({ kind: 'unavailable', code, message, retryAfterSeconds });
}
