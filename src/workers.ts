// Starts the two kinds of worker and speaks with the applier's. Lies directly in src/ because a compiled executable
// resolves worker addresses against the bundle's root; each worker file is an extra entry point in build.ts.

import { createImportOutcomes, type ImportOutcomes } from './apply/import-outcomes.ts';
import type { FromApplyWorker, ToApplyWorker } from './apply/worker-messages.ts';
import { LIMITS } from './contract/limits.ts';
import type { LiveSlice } from './contract/live.ts';
import type { Clock } from './lib/clock.ts';
import { createFullSessions, type FullSessions } from './lib/full-sessions.ts';
import type { Log } from './lib/log.ts';
import { createProjectCounts, type ProjectCounts } from './lib/project-counts.ts';
import type { ForgetOrder, ForgetResult } from './storage/port-forgetting.ts';

/** One read-only query thread, see query-worker.ts. */
export function spawnQueryWorker(): Worker {
  return new Worker(new URL('./query-worker.ts', import.meta.url));
}

/** The applier's thread as it is, see apply/worker-messages.ts for what it hears and says. */
function spawnApplyWorker(): Worker {
  return new Worker(new URL('./apply-worker.ts', import.meta.url));
}

export type ApplierThread = {
  /** Position applied when the worker was ready. */
  appliedSeq: number;
  /** Tells that the journal has grown to `seq`. While it is told of something that it has not applied, more costs nothing. */
  wake: (seq: number) => void;
  /** Deletes a removed project's rows and drops what still comes; `onRemoved` tells when it is done. */
  forgetProject: (projectNo: number) => void;
  /** Takes sessions out again; `onForgotten` tells when it is done, `forgetNoted` that its result stands elsewhere. */
  forget: (order: ForgetOrder) => void;
  forgetNoted: (order: Pick<ForgetOrder, 'projectNo' | 'id'>) => void;
  /** Takes out what was noted for orders other than these, which are all that are under way. */
  forgetRest: (known: string[]) => void;
  /** Has `onLive` told of these projects' new events, and of no others. */
  watch: (projectNos: number[]) => void;
  /** Applies what it is at, checkpoints and ends. */
  stop: () => Promise<void>;
  /** Rejects when the thread died. */
  failed: Promise<never>;
  stats: () => ApplierStats;
  /** Events that were there already. */
  duplicates: Pick<ProjectCounts, 'ofDay' | 'totals'>;
  /** Sessions that hold as many events as one may. */
  full: Pick<FullSessions, 'has'>;
  /** What became of imported events since the start. */
  imported: ImportOutcomes['of'];
};

export type ApplierStats = {
  /** Events of batches that are kept aside, since the start. */
  setAside: number;
  /** Code of what keeps it from applying now, or null. */
  trouble: string | null;
};

export type ApplierOptions = {
  dataDir: string;
  log: Log;
  clock: Clock;
  onApplied: (seq: number) => void;
  /** Storage refuses; `code` is the fault's. Told at every try. */
  onTrouble: (code: string) => void;
  /** Nothing of a removed project is left. */
  onRemoved: (projectNo: number) => unknown;
  /** Late events of somebody who was forgotten were dropped; the journal has let go of them, its bytes have not. */
  onDropped: () => unknown;
  /** An order to take sessions out is done. */
  onForgotten: (order: ForgetOrder, result: ForgetResult) => unknown;
  /** New events of watched projects, after their commit. */
  onLive: (slices: LiveSlice[]) => void;
};

/** Resolves once the worker has opened its files. Rejects when it cannot. */
export function startApplierThread(options: ApplierOptions): Promise<ApplierThread> {
  const { log } = options;
  const stats = createStats(options);
  const duplicates = createProjectCounts(options.clock);
  const imports = createImportOutcomes();
  const full = createFullSessions(options.clock);
  let isReady = false;
  let wokenFor = 0;
  let applied = 0;
  const worker = spawnApplyWorker();
  const send = (message: ToApplyWorker) => worker.postMessage(message);
  const stopped = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const ready = Promise.withResolvers<ApplierThread>();

  const thread = (appliedSeq: number): ApplierThread => ({
    appliedSeq,
    wake(seq) {
      if (wokenFor > applied) return;
      wokenFor = seq;
      send({ type: 'wake' });
    },
    forgetProject: (projectNo) => send({ type: 'forget-project', projectNo }),
    forget: (order) => send({ type: 'forget', order }),
    forgetNoted: ({ projectNo, id }) => send({ type: 'forget-noted', order: { projectNo, id } }),
    forgetRest: (known) => send({ type: 'forget-rest', known }),
    watch: (projectNos) => send({ type: 'watch', projectNos }),
    stop: async () => {
      send({ type: 'stop' });
      await Promise.race([stopped.promise, failed.promise.catch(() => {})]);
      worker.terminate();
    },
    failed: failed.promise,
    stats: stats.read,
    duplicates,
    full,
    imported: imports.of,
  });
  const handle = (message: FromApplyWorker): void => {
    if (message.type === 'ready') {
      isReady = true;
      ready.resolve(thread(message.appliedSeq));
    } else if (message.type === 'applied') {
      applied = message.seq;
      for (const counted of message.duplicates) duplicates.add(counted);
      imports.add(message.imports ?? []);
      full.add(message.full ?? []);
      options.onApplied(message.seq);
      if (message.dropped) options.onDropped();
    } else if (message.type === 'live') options.onLive(message.slices);
    else if (message.type === 'removed') {
      const { projectNo, rows } = message;
      log.info('Deleted what a removed project had measured', { projectNo, rows });
      options.onRemoved(projectNo);
    } else if (message.type === 'forgotten') options.onForgotten(message.order, message.result);
    else if (message.type === 'stopped') stopped.resolve();
    else if (message.type === 'waiting') {
      stats.noteTrouble(message.code, message.waitMs);
      log.warn(`Applying waits for the disk: ${message.message}`, { waitMs: message.waitMs });
    } else if (message.type === 'set-aside') {
      const { seq, projectNo, events, reason } = message;
      stats.addSetAside(events);
      log.error('A batch could not be applied and is kept aside, see "heat set-aside list"', {
        seq,
        projectNo,
        events,
        reason,
      });
    } else {
      stats.noteTrouble('internal', LIMITS.applyRetryMaxMs);
      log.error(`Applying failed: ${message.message}`);
      refuse(new Error(message.message));
    }
  };
  // A thread that never got ready would keep the process alive.
  const refuse = (error: Error): void => {
    if (isReady) return;
    worker.terminate();
    ready.reject(error);
  };
  worker.onmessage = (event: MessageEvent<FromApplyWorker>) => handle(event.data);
  worker.onerror = (event) => {
    const error = new Error(`The applier's thread died: ${event.message}`);
    refuse(error);
    failed.reject(error);
  };
  send({ type: 'start', dataDir: options.dataDir });
  return ready.promise;
}

function createStats({ clock, onTrouble }: Pick<ApplierOptions, 'clock' | 'onTrouble'>) {
  let setAside = 0;
  let trouble = { code: '', untilMs: Number.NEGATIVE_INFINITY };
  return {
    read: (): ApplierStats => {
      const isTroubled = clock.monotonicMs() < trouble.untilMs;
      return { setAside, trouble: isTroubled ? trouble.code : null };
    },
    addSetAside(events: number) {
      setAside += events;
    },
    /** A trouble that is not told again has passed, also when nothing is left to apply after it. */
    noteTrouble(code: string, waitMs: number) {
      trouble = { code, untilMs: clock.monotonicMs() + waitMs + LIMITS.applyIdleMs };
      onTrouble(code);
    },
  };
}
