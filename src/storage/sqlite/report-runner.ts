// Runs questions in query workers: at most LIMITS.queryWorkers of them, started when needed and stopped when idle.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { createQueryQueue } from './report-queue.ts';
import {
  type Job,
  QuerySlot,
  type Question,
  type SlotOptions,
  waitedTooLong,
  workerDied,
} from './report-slot.ts';

export type RunnerOptions = { path: string; spawnWorker: () => Worker; deadlineMs?: number; idleMs?: number };
export type QueryRunner = {
  /**
   * Rejects with what the report threw, `rate_limited` at once when the project has too many open, `unavailable` after
   * the deadline (of waiting or of running) or when the worker died, and the signal's reason when aborted.
   */
  run(question: Question): Promise<unknown>;
  /** Starts a worker ahead of the first question, and from now on always has one. */
  prepare(): void;
  /** Stops all workers; open questions are rejected. */
  close(): void;
};

export function startQueryRunner(options: RunnerOptions): QueryRunner {
  const { path, spawnWorker, deadlineMs = LIMITS.queryMs, idleMs = LIMITS.queryWorkerIdleMs } = options;
  const queue = createQueryQueue<Job>();
  let lastId = 0;
  let isPrepared = false;
  let isClosed = false;

  const schedule = (): void => {
    if (isClosed) return;
    for (;;) {
      const slot = slots.find(({ isFree }) => isFree);
      const job = slot && queue.take();
      if (!slot || !job) break;
      slot.start(job);
    }
    // Whoever is free first takes what waits: the worker that starts for it, or one that is done with another question.
    const starting = slots.filter((slot) => slot.hasWorker && !slot.isFree && slot.job === null).length;
    for (let missing = queue.waiting() - starting; missing > 0; missing -= 1) openOne();
    if (isPrepared && slots.every(({ hasWorker }) => !hasWorker)) openOne();
  };
  const openOne = (): void => {
    const empty = slots.find(({ hasWorker }) => !hasWorker);
    try {
      empty?.open();
    } catch (error) {
      refuseNext(workerDied(error));
    }
  };
  /** So that no worker is started again and again for a question that none comes to. */
  const refuseNext = (error: HeatError): void => {
    const job = queue.take();
    if (!job) return;
    queue.finish(job);
    job.reject(error);
  };
  const slotOptions: SlotOptions = {
    ...{ path, spawnWorker, deadlineMs, idleMs },
    onFinished(job) {
      queue.finish(job);
      schedule();
    },
    onReady: schedule,
    onEmptied(error) {
      if (error === null) schedule();
      else {
        isPrepared = false;
        refuseNext(error);
        schedule();
      }
    },
  };
  const slots = Array.from({ length: LIMITS.queryWorkers }, () => new QuerySlot(slotOptions));

  const cancel = (job: Job): void => {
    const slot = slots.find((candidate) => candidate.job === job);
    if (slot) slot.stop(job.signal?.reason);
    else if (queue.drop(job)) job.reject(job.signal?.reason);
  };

  return {
    async run(question) {
      if (isClosed) throw closed();
      question.signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const job: Job = { ...question, id: ++lastId, resolve, reject };
      queue.add(job);
      const waiting = setTimeout(() => {
        if (queue.drop(job)) job.reject(waitedTooLong(deadlineMs));
      }, deadlineMs);
      const onAbort = (): void => cancel(job);
      question.signal?.addEventListener('abort', onAbort, { once: true });
      schedule();
      return promise.finally(() => {
        clearTimeout(waiting);
        question.signal?.removeEventListener('abort', onAbort);
      });
    },
    prepare() {
      isPrepared = true;
      schedule();
    },
    close() {
      isClosed = true;
      for (const job of queue.clear()) job.reject(closed());
      for (const slot of slots) slot.stop(closed());
    },
  };
}

function closed(): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'closed',
    message: 'Cannot answer: the report store is closed',
  });
}
