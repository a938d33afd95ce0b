// Starts the two kinds of worker and speaks with the applier's. Lies directly in src/ because a compiled executable
// resolves worker addresses against the bundle's root; each worker file is an extra entry point in build.ts.

import type { FromApplyWorker, ToApplyWorker } from './apply/worker-messages.ts';
import type { Log } from './lib/log.ts';

/** One read-only query thread, see query-worker.ts. */
export function spawnQueryWorker(): Worker {
  return new Worker(new URL('./query-worker.ts', import.meta.url));
}

/** The applier's thread as it is, see apply/worker-messages.ts for what it hears and says. */
export function spawnApplyWorker(): Worker {
  return new Worker(new URL('./apply-worker.ts', import.meta.url));
}

export type ApplierThread = {
  /** Position applied when the worker was ready. */
  appliedSeq: number;
  /** Tells that the journal has grown. Calls before the worker looked again cost nothing. */
  wake: () => void;
  /** Applies what it is at, checkpoints and ends. */
  stop: () => Promise<void>;
  /** Rejects when the thread died. */
  failed: Promise<never>;
};

export type ApplierOptions = {
  dataDir: string;
  durability: 'full' | 'normal';
  log: Log;
  onApplied: (applied: { seq: number; events: number; duplicates: number }) => void;
  onSetAside: (events: number) => void;
};

/** Resolves once the worker has opened its files. Rejects when it cannot. */
export function startApplierThread(options: ApplierOptions): Promise<ApplierThread> {
  const { log } = options;
  const worker = spawnApplyWorker();
  const send = (message: ToApplyWorker) => worker.postMessage(message);
  const stopped = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const ready = Promise.withResolvers<ApplierThread>();

  const thread = (appliedSeq: number): ApplierThread => ({
    appliedSeq,
    wake: () => send({ type: 'wake' }),
    stop: async () => {
      send({ type: 'stop' });
      await Promise.race([stopped.promise, failed.promise.catch(() => {})]);
      worker.terminate();
    },
    failed: failed.promise,
  });
  const handle = (message: FromApplyWorker): void => {
    if (message.type === 'ready') ready.resolve(thread(message.appliedSeq));
    else if (message.type === 'applied') options.onApplied(message);
    else if (message.type === 'stopped') stopped.resolve();
    else if (message.type === 'waiting')
      log.warn('Applying waits for the disk', { reason: message.message, waitMs: message.waitMs });
    else if (message.type === 'set-aside') {
      log.error('A batch could not be applied and is kept aside', {
        seq: message.seq,
        projectNo: message.projectNo,
        events: message.events,
        reason: message.reason,
      });
      options.onSetAside(message.events);
    } else {
      log.error('Applying failed', { reason: message.message });
      ready.reject(new Error(message.message));
    }
  };
  worker.onmessage = (event: MessageEvent<FromApplyWorker>) => handle(event.data);
  worker.onerror = (event) => {
    const error = new Error(`The applier's thread died: ${event.message}`);
    ready.reject(error);
    failed.reject(error);
  };
  send({ type: 'start', dataDir: options.dataDir, durability: options.durability });
  return ready.promise;
}
