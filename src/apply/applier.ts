// Takes the journal slice by slice into the events store, each exactly once. Waits out disk trouble, sets aside what it
// cannot understand, and never lets one batch hold up the rest. Knows no thread and no engine.

import { LIMITS } from '../contract/limits.ts';
import type { LiveSlice } from '../contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { FullSession } from '../lib/full-sessions.ts';
import type { ProjectCount } from '../lib/project-counts.ts';
import type { ApplyStore, SetAsideBatch } from '../storage/port-apply.ts';
import type { JournalStore, StoredJournalEntry } from '../storage/port-journal.ts';
import { buildSlice, createSteps, setAsideSlice } from './build-slice.ts';
import type { Forgotten } from './forgotten.ts';
import { createHotSessions } from './hot-sessions.ts';
import type { ImportShare } from './import-outcomes.ts';
import { liveSlices } from './live-facts.ts';

/** What one committed slice did. */
export type Applied = {
  seq: number;
  events: number;
  duplicates: ProjectCount[];
  /** Late events of people who were forgotten. */
  dropped?: number;
  /** What became of imported events. */
  imports?: ImportShare[];
  /** Sessions that hold as many events as one may. */
  full?: FullSession[];
};
export type ApplierDeps = {
  journal: Pick<JournalStore, 'id' | 'read'>;
  store: ApplyStore;
  clock: Clock;
  onApplied: (applied: Applied) => void;
  /** What a committed slice brought to watched projects. */
  onLive?: (slices: LiveSlice[]) => void;
  /** A batch could not be turned into rows; it is kept in the store. A fault of ours, to be logged. */
  onSetAside?: (batch: Pick<SetAsideBatch, 'seq' | 'projectNo' | 'eventCount' | 'reason'>) => void;
  /** Storage refused for now; tried again after `waitMs`. */
  onTrouble?: (error: HeatError, waitMs: number) => void;
  sleep?: (ms: number) => Promise<void>;
  /** Who was forgotten, and what was purged: their late events are dropped. */
  forgotten?: Pick<Forgotten, 'why'>;
};
export type Applier = {
  /**
   * Applies everything that the journal holds; resolves with the number of new events. Waits as long as storage
   * refuses. Throws `conflict` when the events come from another journal.
   */
  applyAvailable(): Promise<number>;
  /** Journal position of the last commit, 0 before the first call of applyAvailable(). */
  position(): number;
  /** Moves the store's log into its file after LIMITS.applyIdleMs without work; true when it did. */
  checkpointWhenIdle(): Promise<boolean>;
  /** From now on batches of that removed project are dropped. */
  forgetProject(projectNo: number): void;
  /** Rows of the store were changed by somebody else: none is kept at hand any more. */
  distrustMemory(): void;
  /** The projects whose new events are told to `onLive` from now on; none at first. */
  watch(projectNos: readonly number[]): void;
  /** Makes a running applyAvailable() end after its current slice. */
  stop(): void;
};

export function createApplier(deps: ApplierDeps): Applier {
  const { journal, store, clock } = deps;
  const steps = createSteps();
  const hot = createHotSessions(store);
  const tools = {
    ...steps,
    sinceMs: hot.sinceMs,
    parts: hot.parts,
    known: (...asked: Parameters<ApplyStore['known']>) => store.known(...asked),
    events: (...asked: Parameters<ApplyStore['events']>) => store.events(...asked),
    views: (groups: Parameters<ApplyStore['views']>[0]) => store.views(groups),
    scrolls: (group: Parameters<ApplyStore['scrolls']>[0]) => store.scrolls(group),
    ...(deps.forgotten ? { whyLate: deps.forgotten.why } : {}),
  };
  const forgotten = new Set<number>();
  let watched: ReadonlySet<number> = new Set();
  let source: { journalId: string; seq: number } | null = null;
  let lastWorkMs = clock.monotonicMs();
  let isStopped = false;

  const open = async () => {
    const journalId = await journal.id();
    return { journalId, seq: await store.position(journalId) };
  };

  const applyEntries = async (from: NonNullable<typeof source>, entries: readonly StoredJournalEntry[]) => {
    const kept =
      forgotten.size === 0 ? entries : entries.filter(({ projectNo }) => !forgotten.has(projectNo));
    const built = await buildSlice(from.journalId, kept, tools);
    const toSeq = entries.at(-1)?.seq ?? from.seq;
    await store.commit({ ...built.slice, toSeq });
    hot.remember(built.touched);
    for (const batch of built.slice.setAside ?? []) deps.onSetAside?.(batch);
    const live = liveSlices(built.events, { seq: toSeq, watched });
    if (live.length > 0) deps.onLive?.(live);
    return moved(from, {
      seq: toSeq,
      events: built.slice.events.length,
      duplicates: built.duplicates,
      ...(built.dropped > 0 ? { dropped: built.dropped } : {}),
      ...(built.imports.length > 0 ? { imports: built.imports } : {}),
      ...(built.full.length > 0 ? { full: built.full } : {}),
    });
  };

  const moved = (from: NonNullable<typeof source>, applied: Applied): number => {
    from.seq = applied.seq;
    lastWorkMs = clock.monotonicMs();
    deps.onApplied(applied);
    return applied.events;
  };

  /** Finds the batch that cannot be applied by trying each alone, and passes over it. */
  const applySingly = async (from: NonNullable<typeof source>, entries: readonly StoredJournalEntry[]) => {
    let events = 0;
    for (const entry of entries) {
      try {
        events += await applyEntries(from, [entry]);
      } catch (error) {
        if (error instanceof HeatError) throw error;
        hot.clear();
        const slice = setAsideSlice(from.journalId, entry, error);
        await store.commit(slice);
        for (const batch of slice.setAside ?? []) deps.onSetAside?.(batch);
        moved(from, { seq: entry.seq, events: 0, duplicates: [] });
      }
    }
    return events;
  };

  const applySlice = async (from: NonNullable<typeof source>, entries: readonly StoredJournalEntry[]) => {
    try {
      return await applyEntries(from, entries);
    } catch (error) {
      if (error instanceof HeatError) throw error;
      hot.clear();
      return applySingly(from, entries);
    }
  };

  /** Takes one slice; `isLast` when it left nothing behind that was in the journal as it was read. */
  const applyNext = async (): Promise<{ events: number; isLast: boolean }> => {
    source ??= await open();
    const bounds = { rows: LIMITS.sliceBatches, bytes: LIMITS.sliceBytes };
    const entries = await journal.read(source.seq, bounds);
    const events = entries.length === 0 ? 0 : await applySlice(source, entries);
    return { events, isLast: !isFull(entries, bounds) };
  };

  return {
    async applyAvailable() {
      let events = 0;
      let waitMs: number = LIMITS.applyRetryMs;
      while (!isStopped) {
        try {
          const slice = await applyNext();
          events += slice.events;
          waitMs = LIMITS.applyRetryMs;
          if (slice.isLast) break;
        } catch (error) {
          // What was committed is only certain in the store: ask it again for position and rows.
          source = null;
          hot.clear();
          if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
          deps.onTrouble?.(error, waitMs);
          await (deps.sleep ?? Bun.sleep)(waitMs);
          waitMs = Math.min(waitMs * 2, LIMITS.applyRetryMaxMs);
        }
      }
      return events;
    },
    position: () => source?.seq ?? 0,
    async checkpointWhenIdle() {
      if (clock.monotonicMs() - lastWorkMs < LIMITS.applyIdleMs) return false;
      lastWorkMs = clock.monotonicMs();
      try {
        await store.checkpoint();
        return true;
      } catch (error) {
        // The rows are safe in the log, so nothing has to wait for this.
        if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
        deps.onTrouble?.(error, LIMITS.applyIdleMs);
        return false;
      }
    },
    forgetProject(projectNo) {
      forgotten.add(projectNo);
      hot.clear();
    },
    distrustMemory: () => hot.clear(),
    watch(projectNos) {
      watched = new Set(projectNos);
    },
    stop() {
      isStopped = true;
    },
  };
}

/** Whether a bound may have ended the slice; never wrong when one did, as no body comes near the bound in bytes. */
function isFull(entries: readonly StoredJournalEntry[], bounds: { rows: number; bytes: number }): boolean {
  if (entries.length === bounds.rows) return true;
  let chars = 0;
  for (const { body } of entries) chars += body.length;
  return chars * 8 > bounds.bytes;
}
