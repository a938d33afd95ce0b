// Runs questions in query workers: at most LIMITS.queryWorkers of them, started when needed and stopped when idle.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { createQueryQueue } from './report-queue.ts';
import { type Job, QuerySlot, type Question, waitedTooLong } from './report-slot.ts';

export type RunnerOptions = { path: string; spawnWorker: () => Worker; deadlineMs?: number; idleMs?: number };
export type QueryRunner = {
  /**
   * Rejects with what the report threw, `rate_limited` at once when the project has too many open, `unavailable` after
   * the deadline (of waiting or of running) or when the worker died, and the signal's reason when aborted.
   */
  run(question: Question): Promise<unknown>;
  /** Stops all workers; open questions are rejected. */
  close(): void;
};

export function startQueryRunner(options: RunnerOptions): QueryRunner {
  const { path, spawnWorker, deadlineMs = LIMITS.queryMs, idleMs = LIMITS.queryWorkerIdleMs } = options;
  const queue = createQueryQueue<Job>();
  const onFinished = (job: Job): void => {
    queue.finish(job);
    schedule();
  };
  const slotOptions = { path, spawnWorker, deadlineMs, idleMs, onFinished };
  const slots = Array.from({ length: LIMITS.queryWorkers }, () => new QuerySlot(slotOptions));
  let lastId = 0;
  let isClosed = false;

  const schedule = (): void => {
    for (;;) {
      const free = slots.filter((slot) => slot.job === null);
      const slot = free.find((candidate) => candidate.hasWorker) ?? free[0];
      const job = slot && queue.take();
      if (!slot || !job) return;
      slot.start(job);
    }
  };

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
