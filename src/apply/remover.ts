// Deletes what removed projects have measured, in steps so short that events never wait long, then gives the space
// back to the disk. What it was told is only kept in memory: after a restart it has to be told again.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { ApplyStore } from '../storage/port-apply.ts';
import { createSliceSize } from './slice-size.ts';

export type RemoverDeps = {
  store: Pick<ApplyStore, 'removeProject' | 'releaseSpace' | 'checkpoint'>;
  clock: Clock;
  /** Nothing of the project is left, and its space is given back. */
  onRemoved: (removed: { projectNo: number; rows: number }) => void;
  /** Storage refused for now; tried again after `waitMs`. */
  onTrouble?: (error: HeatError, waitMs: number) => void;
};
export type Remover = {
  /** Asks for the project's removal; a second time is passed over. */
  add(projectNo: number): void;
  /** Does the next short piece of work, at most LIMITS.removalRows rows; nothing when there is none now. */
  step(): Promise<void>;
  /** Whether step() has something to do now. */
  isBusy(): boolean;
};

type Removal = { projectNo: number; rows: number; settledAtMs: number; stage: 'rows' | 'space' | 'settling' };

export function createRemover({ store, clock, onRemoved, onTrouble }: RemoverDeps): Remover {
  const queue: Removal[] = [];
  const slices = createSliceSize(clock, { least: LIMITS.removalRowsMin, most: LIMITS.removalRows });
  let freePages = Number.POSITIVE_INFINITY;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  const removeRows = async (removal: Removal): Promise<void> => {
    const isAll = await slices.run(async (asked) => {
      const removed = await store.removeProject(removal.projectNo, asked);
      removal.rows += removed;
      return removed < asked;
    });
    if (!isAll) return;
    removal.stage = 'space';
    freePages = Number.POSITIVE_INFINITY;
  };

  const releaseSpace = async (removal: Removal): Promise<void> => {
    const left = await store.releaseSpace(LIMITS.removalPages);
    // A file that gives nothing back must not keep this going for ever.
    if (left > 0 && left < freePages) {
      freePages = left;
      return;
    }
    await store.checkpoint();
    removal.stage = 'settling';
  };

  const work = async (removal: Removal): Promise<void> => {
    if (removal.stage === 'rows') return removeRows(removal);
    if (removal.stage === 'space') return releaseSpace(removal);
    queue.splice(queue.indexOf(removal), 1);
    onRemoved({ projectNo: removal.projectNo, rows: removal.rows });
  };

  const next = (): Removal | undefined => {
    const nowMs = clock.monotonicMs();
    if (nowMs < pausedUntilMs) return undefined;
    return queue.find(({ stage, settledAtMs }) => stage !== 'settling' || nowMs >= settledAtMs);
  };

  return {
    add(projectNo) {
      if (queue.some((removal) => removal.projectNo === projectNo)) return;
      const settledAtMs = clock.monotonicMs() + LIMITS.removalSettleMs;
      queue.push({ projectNo, rows: 0, settledAtMs, stage: 'rows' });
    },
    async step() {
      const removal = next();
      if (!removal) return;
      try {
        await work(removal);
      } catch (error) {
        if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
        pausedUntilMs = clock.monotonicMs() + LIMITS.applyRetryMaxMs;
        onTrouble?.(error, LIMITS.applyRetryMaxMs);
      }
    },
    isBusy: () => next() !== undefined,
  };
}
