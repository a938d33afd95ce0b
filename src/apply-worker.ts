// Entry point of the applier's thread: reads journal.db, writes events.db. Lies directly in src/, see workers.ts.
// Wakes when told that the journal has grown, and looks by itself now and then.

import { createApplier } from './apply/applier.ts';
import { createForgetter } from './apply/forgetter.ts';
import { createForgotten, keyedMark } from './apply/forgotten.ts';
import { openMarksKey } from './apply/marks-key.ts';
import { createPacker } from './apply/packer.ts';
import { createRemover } from './apply/remover.ts';
import type { FromApplyWorker, ToApplyWorker } from './apply/worker-messages.ts';
import { LIMITS } from './contract/limits.ts';
import { systemClock } from './lib/clock.ts';
import type { HeatError } from './lib/errors.ts';
import { giveWay } from './lib/thread-priority.ts';
import { openApplyStore } from './storage/open/apply-store.ts';
import { openJournalStore } from './storage/open/journal-store.ts';
import type { ForgetOrder, RestOrder } from './storage/port-forgetting.ts';

declare const self: Worker;

// Whoever sends events waits for the journal's commit, nobody for this thread.
giveWay(3);

type Start = Extract<ToApplyWorker, { type: 'start' }>;
type Running = {
  wake(): void;
  forgetProject(projectNo: number): void;
  forget(order: ForgetOrder): void;
  forgetNoted(order: Pick<ForgetOrder, 'projectNo' | 'id'>): void;
  forgetRest(known: readonly string[]): void;
  watch(projectNos: readonly number[]): void;
  stop(): void;
};

let running: Running | null = null;
let isStopped = false;

self.onmessage = ({ data }: MessageEvent<ToApplyWorker>) => {
  if (data.type === 'wake') running?.wake();
  if (data.type === 'forget-project') running?.forgetProject(data.projectNo);
  if (data.type === 'forget') running?.forget(data.order);
  if (data.type === 'forget-noted') running?.forgetNoted(data.order);
  if (data.type === 'forget-rest') running?.forgetRest(data.known);
  if (data.type === 'watch') running?.watch(data.projectNos);
  if (data.type === 'start' && running === null) void start(data);
  if (data.type !== 'stop') return;
  isStopped = true;
  if (running) running.stop();
  else say({ type: 'stopped' });
};

async function start(message: Start): Promise<void> {
  try {
    const { dataDir } = message;
    const journal = await openJournalStore(dataDir, { readonly: true });
    // Synced whatever the journal's durability: an applied batch is removed from the journal, so its rows must last.
    const store = await openApplyStore(dataDir, { durability: 'full' });
    say({ type: 'ready', appliedSeq: await store.position(await journal.id()) });
    await applyUntilStopped(journal, store, openMarksKey(dataDir));
    await store.close();
    await journal.close();
    say({ type: 'stopped' });
  } catch (error) {
    say({ type: 'failed', message: messageOf(error) });
    if (isStopped) say({ type: 'stopped' });
  }
}

async function applyUntilStopped(
  journal: Awaited<ReturnType<typeof openJournalStore>>,
  store: Awaited<ReturnType<typeof openApplyStore>>,
  marksKey: string,
): Promise<void> {
  const bell = createBell();
  // News of the journal must not cut the wait for a full disk short; only the end does.
  const end = createBell();
  const onTrouble = (error: HeatError, waitMs: number) =>
    say({ type: 'waiting', code: error.faultCode, message: error.message, waitMs });
  const onRemoved = (removed: { projectNo: number; rows: number }) => say({ type: 'removed', ...removed });
  const remover = createRemover({ store, clock: systemClock, onRemoved, onTrouble });
  const packer = createPacker({ store, clock: systemClock, onTrouble });
  const forgotten = createForgotten(marksKey);
  await store.changeMarks((mark) => keyedMark(marksKey, mark));
  forgotten.add(await store.forgotten(systemClock.nowMs() - LIMITS.pastMs));
  const applier = createApplier({
    journal,
    store,
    clock: systemClock,
    sleep: end.sleep,
    forgotten,
    onApplied: (applied) => say({ type: 'applied', ...applied }),
    onLive: (slices) => say({ type: 'live', slices }),
    onTrouble,
    onSetAside: ({ seq, projectNo, eventCount, reason }) =>
      say({ type: 'set-aside', seq, projectNo, events: eventCount, reason }),
  });
  const forgetter = createForgetter({
    store,
    clock: systemClock,
    onMarked: forgotten.add,
    onTaken: applier.distrustMemory,
    onDone: (order, result) => say({ type: 'forgotten', order, result }),
    onTrouble,
  });
  // Sums of days that were begun are settled, whatever the project says by now.
  for (const order of await store.begunOldDays()) forgetter.add(order);
  const isRemoving = () => remover.isBusy() || forgetter.isBusy();
  const removeSome = () => (remover.isBusy() ? remover.step() : forgetter.step());
  running = {
    wake: bell.ring,
    forgetProject(projectNo) {
      applier.forgetProject(projectNo);
      forgetter.dropProject(projectNo);
      remover.add(projectNo);
      bell.ring();
    },
    forget(order) {
      forgetter.add(order);
      bell.ring();
    },
    forgetNoted(order) {
      store.closeForgetting(order).catch((error) => say({ type: 'failed', message: messageOf(error) }));
    },
    forgetRest(known) {
      const add = (order: RestOrder) => known.includes(order.id) || forgetter.add(order);
      store
        .begunForgettings()
        .then((begun) => begun.forEach(add))
        .then(bell.ring)
        .catch((error) => say({ type: 'failed', message: messageOf(error) }));
    },
    watch: applier.watch,
    stop() {
      applier.stop();
      bell.ring();
      end.ring();
    },
  };

  while (!isStopped) {
    try {
      bell.reset();
      const before = applier.position();
      await applier.applyAvailable();
      await applier.checkpointWhenIdle();
      // Under load the next slice gathers meanwhile: one large transaction costs less than many small ones.
      const isPacking = !isRemoving() && (await packer.step());
      if (isRemoving()) await removeForAWhile(isRemoving, removeSome);
      else if (isPacking || applier.position() > before) await end.sleep(LIMITS.applyGatherMs);
      else await bell.sleep(LIMITS.applyPollMs);
    } catch (error) {
      say({ type: 'failed', message: messageOf(error) });
      await end.sleep(LIMITS.applyRetryMaxMs);
    }
  }
  try {
    await store.checkpoint();
  } catch (error) {
    say({ type: 'failed', message: messageOf(error) });
  }
}

/** Deletes for as long as events may gather anyway, and lets messages in between. */
async function removeForAWhile(isBusy: () => boolean, step: () => Promise<void>): Promise<void> {
  const untilMs = systemClock.monotonicMs() + LIMITS.applyGatherMs;
  while (!isStopped && isBusy() && systemClock.monotonicMs() < untilMs) {
    await step();
    await new Promise(setImmediate);
  }
}

/** A sleep that ends early when somebody rings; a ring between reset() and sleep() is not lost. */
function createBell() {
  let isRung = false;
  let awake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      awake?.();
    },
    reset() {
      isRung = false;
    },
    async sleep(ms: number) {
      if (isRung) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      awake = resolve;
      await promise;
      awake = null;
      clearTimeout(timer);
    },
  };
}

function say(message: FromApplyWorker): void {
  self.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
