// Entry point of the applier's thread: reads journal.db, writes events.db. Lies directly in src/, see workers.ts.
// Wakes when told that the journal has grown, and looks by itself now and then.

import { createApplier } from './apply/applier.ts';
import { createPacker } from './apply/packer.ts';
import { createRemover } from './apply/remover.ts';
import type { FromApplyWorker, ToApplyWorker } from './apply/worker-messages.ts';
import { LIMITS } from './contract/limits.ts';
import { systemClock } from './lib/clock.ts';
import type { HeatError } from './lib/errors.ts';
import { openApplyStore, openJournalStore } from './storage/open.ts';

declare const self: Worker;

type Start = Extract<ToApplyWorker, { type: 'start' }>;
type Running = {
  wake(): void;
  forget(projectNo: number): void;
  watch(projectNos: readonly number[]): void;
  stop(): void;
};

let running: Running | null = null;
let isStopped = false;

self.onmessage = ({ data }: MessageEvent<ToApplyWorker>) => {
  if (data.type === 'wake') running?.wake();
  if (data.type === 'forget-project') running?.forget(data.projectNo);
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
    await applyUntilStopped(journal, store);
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
): Promise<void> {
  const bell = createBell();
  // News of the journal must not cut the wait for a full disk short; only the end does.
  const end = createBell();
  const onTrouble = (error: HeatError, waitMs: number) =>
    say({ type: 'waiting', code: error.faultCode, message: error.message, waitMs });
  const onRemoved = (removed: { projectNo: number; rows: number }) => say({ type: 'removed', ...removed });
  const remover = createRemover({ store, clock: systemClock, onRemoved, onTrouble });
  const packer = createPacker({ store, clock: systemClock, onTrouble });
  const applier = createApplier({
    journal,
    store,
    clock: systemClock,
    sleep: end.sleep,
    onApplied: (applied) => say({ type: 'applied', ...applied }),
    onLive: (slices) => say({ type: 'live', slices }),
    onTrouble,
    onSetAside: ({ seq, projectNo, eventCount, reason }) =>
      say({ type: 'set-aside', seq, projectNo, events: eventCount, reason }),
  });
  running = {
    wake: bell.ring,
    forget(projectNo) {
      applier.forgetProject(projectNo);
      remover.add(projectNo);
      bell.ring();
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
      const isPacking = !remover.isBusy() && (await packer.step());
      if (remover.isBusy()) await removeForAWhile(remover);
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
async function removeForAWhile(remover: ReturnType<typeof createRemover>): Promise<void> {
  const untilMs = systemClock.monotonicMs() + LIMITS.applyGatherMs;
  while (!isStopped && remover.isBusy() && systemClock.monotonicMs() < untilMs) {
    await remover.step();
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
