// Takes a person, made-up sessions, or what was kept long enough out of the events again: whole days at once, all else
// some sessions at a time between the slices of the journal, then the names that nobody else bears, then the space. Knows no
// thread; the store remembers how far it came.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { ApplyStore } from '../storage/port-apply.ts';
import type {
  ForgetOrder,
  ForgetResult,
  ForgettingStore,
  ForgottenMark,
} from '../storage/port-forgetting.ts';
import { createOldDays, type OldDays, type OldDaysSteps } from './old-days.ts';
import { takeOut } from './take-out.ts';

export type ForgetterDeps = {
  store: Pick<
    ApplyStore & ForgettingStore,
    | 'markForgetting'
    | 'nextMarked'
    | 'sessionRows'
    | 'takeOut'
    | 'tidyNames'
    | 'forgettingResult'
    | 'closeForgetting'
    | 'releaseSpace'
    | 'checkpoint'
  > &
    OldDaysSteps;
  clock: Clock;
  /** Told before anything goes: from now on late events of these are dropped, and rows kept at hand are stale. */
  onMarked: (marks: readonly ForgottenMark[]) => void;
  /** Rows of the store changed. */
  onTaken: () => void;
  onDone: (order: ForgetOrder, result: ForgetResult) => void;
  onTrouble?: (error: HeatError, waitMs: number) => void;
};
export type Forgetter = {
  /** A second time is passed over while the first is under way. */
  add(order: ForgetOrder): void;
  /** Its rows are being removed: what was ordered of it is not done any more, and would only leave notes behind. */
  dropProject(projectNo: number): void;
  /** The next short piece of work. */
  step(): Promise<void>;
  isBusy(): boolean;
};

type Stage = 'days' | 'mark' | 'rows' | 'names' | 'space' | 'log';
type Work = {
  order: ForgetOrder;
  stage: Stage;
  days: OldDays | null;
  freePages: number;
  hasTaken: boolean;
};

export function createForgetter(deps: ForgetterDeps): Forgetter {
  const { store, clock } = deps;
  const queue: Work[] = [];
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  /** What went by age has left space that is not given back yet. */
  let owesSpace = false;

  const finish = async (work: Work): Promise<void> => {
    const { order } = work;
    const result = await store.forgettingResult(order);
    // Nobody notes elsewhere what went by age, and the next order has the same id.
    if (order.kind === 'age') await store.closeForgetting(order);
    queue.shift();
    deps.onDone(order, result);
  };

  const days = async (work: Work): Promise<void> => {
    const state = (await work.days?.step()) ?? 'done';
    if (state !== 'done') work.hasTaken = true;
    if (state === 'changed') deps.onTaken();
    // What is left ended after the last midnight, or shares a session with something that stays.
    if (state === 'done') work.stage = work.order.kind === 'age' && work.order.isBegun ? 'names' : 'mark';
  };

  const mark = async (work: Work): Promise<void> => {
    const { marks, found, goesOn } = await store.markForgetting(work.order);
    deps.onMarked(marks);
    deps.onTaken();
    if (goesOn) return;
    // What was kept long enough is found in portions: when there is no more of it, names are next.
    work.stage = work.order.kind === 'age' && found === 0 ? 'names' : 'rows';
  };

  const rows = async (work: Work): Promise<void> => {
    const { order } = work;
    const marked = await store.nextMarked(order);
    if (marked.length === 0) {
      work.stage = order.kind === 'age' ? 'mark' : 'names';
      return;
    }
    const stored = await store.sessionRows(marked);
    const userId = order.kind === 'user' ? order.subject : null;
    const outs = stored.map((one, at) => takeOut(one, marked[at]!, userId));
    deps.onMarked(await store.takeOut(order, outs));
    work.hasTaken = true;
    deps.onTaken();
  };

  const space = async (work: Work): Promise<void> => {
    const left = await store.releaseSpace(LIMITS.removalPages);
    if (left > 0 && left < work.freePages) {
      work.freePages = left;
      return;
    }
    owesSpace = false;
    work.stage = 'log';
  };

  const log = async (work: Work): Promise<void> => {
    await store.checkpoint();
    await finish(work);
  };

  const steps: Record<Stage, (work: Work) => Promise<void>> = {
    days,
    mark,
    rows,
    async names(work) {
      // Also those that were left when this was killed.
      const goesOn = await store.tidyNames(work.order);
      work.hasTaken ||= goesOn;
      if (goesOn) return;
      // Nothing was old enough: space need not be looked at.
      const isAged = work.order.kind === 'age';
      owesSpace ||= isAged && work.hasTaken;
      // A small file is written anew for its space: once for all that went by age, nobody waits for it.
      if (isAged && (!owesSpace || queue.length > 1)) await finish(work);
      else work.stage = 'space';
    },
    space,
    log,
  };

  return {
    add(order) {
      const isSame = ({ order: { projectNo, id } }: Work) => projectNo === order.projectNo && id === order.id;
      if (queue.some(isSame)) return;
      const days = order.kind === 'age' ? createOldDays({ store, clock }, order) : null;
      const stage = days ? 'days' : order.kind === 'rest' ? 'rows' : 'mark';
      queue.push({ order, stage, days, freePages: Number.POSITIVE_INFINITY, hasTaken: false });
    },
    dropProject(projectNo) {
      const left = queue.filter(({ order }) => order.projectNo !== projectNo);
      queue.splice(0, queue.length, ...left);
    },
    async step() {
      const [work] = queue;
      if (work === undefined || clock.monotonicMs() < pausedUntilMs) return;
      try {
        await steps[work.stage](work);
      } catch (error) {
        if (!(error instanceof HeatError) || error.kind !== 'unavailable') throw error;
        pausedUntilMs = clock.monotonicMs() + LIMITS.applyRetryMaxMs;
        deps.onTrouble?.(error, LIMITS.applyRetryMaxMs);
      }
    },
    isBusy: () => queue.length > 0 && clock.monotonicMs() >= pausedUntilMs,
  };
}
