// Runs questions in query workers: at most LIMITS.queryWorkers of them, started when needed and stopped when idle.
// SQLite cannot be interrupted from here, so a question that is cancelled or late costs its worker.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { type FromQueryWorker, type ToQueryWorker, unpackError } from './report-messages.ts';
import type { ReportMethod } from './report-methods.ts';
import { createQueryQueue } from './report-queue.ts';

export type RunnerOptions = { path: string; spawnWorker: () => Worker; deadlineMs?: number; idleMs?: number };
export type Question = { projectNo: number; method: ReportMethod; args: unknown; signal?: AbortSignal };
export type QueryRunner = {
  /**
   * Rejects with what the report threw, `rate_limited` at once when the project has too many open, `unavailable` after
   * the deadline or when the worker died, and the signal's reason when aborted.
   */
  run(question: Question): Promise<unknown>;
  /** Stops all workers; open questions are rejected. */
  close(): void;
};

type Job = Question & {
  id: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
};
type Slot = { worker: Worker | null; job: Job | null; timer: ReturnType<typeof setTimeout> | null };

export function startQueryRunner(options: RunnerOptions): QueryRunner {
  const { deadlineMs = LIMITS.queryMs, idleMs = LIMITS.queryWorkerIdleMs } = options;
  const slots: Slot[] = Array.from({ length: LIMITS.queryWorkers }, () => ({
    worker: null,
    job: null,
    timer: null,
  }));
  const queue = createQueryQueue<Job>();
  let lastId = 0;
  let isClosed = false;

  const schedule = (): void => {
    for (;;) {
      const slot = slots.find(({ worker, job }) => worker && !job) ?? slots.find(({ job }) => !job);
      const job = slot && queue.take();
      if (!slot || !job) return;
      begin(slot, job);
    }
  };

  const begin = (slot: Slot, job: Job): void => {
    slot.job = job;
    setTimer(slot, deadlineMs, () => stop(slot, tooLate(deadlineMs)));
    try {
      slot.worker ??= spawn(slot);
      slot.worker.ref();
      const { id, method, args } = job;
      slot.worker.postMessage({ type: 'run', id, method, args } satisfies ToQueryWorker);
    } catch (error) {
      stop(slot, workerDied(error));
    }
  };

  const spawn = (slot: Slot): Worker => {
    const worker = options.spawnWorker();
    const died = (cause: unknown): void => {
      if (slot.worker === worker) stop(slot, workerDied(cause));
    };
    worker.onmessage = ({ data }: MessageEvent<FromQueryWorker>) => {
      if (slot.worker === worker) answer(slot, data);
    };
    worker.onerror = (event) => died(event.message);
    worker.addEventListener('close', () => died('closed'));
    worker.postMessage({ type: 'open', path: options.path } satisfies ToQueryWorker);
    return worker;
  };

  const answer = (slot: Slot, message: FromQueryWorker): void => {
    const { job } = slot;
    if (job?.id !== message.id) return;
    release(slot, job);
    if ('error' in message) job.reject(unpackError(message.error));
    else job.resolve(message.result);
    if (slot.job) return;
    // An idle worker does not keep the process alive, an open question does.
    slot.worker?.unref();
    setTimer(slot, idleMs, () => stop(slot, null));
  };

  /** Ends the slot's worker and rejects what it was doing. */
  const stop = (slot: Slot, error: unknown): void => {
    const { worker, job } = slot;
    slot.worker = null;
    worker?.terminate();
    setTimer(slot, 0, null);
    if (job) {
      job.reject(error);
      release(slot, job);
    }
  };

  const release = (slot: Slot, job: Job): void => {
    slot.job = null;
    queue.finish(job);
    setTimer(slot, 0, null);
    schedule();
  };

  const cancel = (job: Job): void => {
    const slot = slots.find((candidate) => candidate.job === job);
    if (slot) stop(slot, job.signal?.reason);
    else if (queue.drop(job)) job.reject(job.signal?.reason);
  };

  return {
    async run(question) {
      if (isClosed) throw closed();
      question.signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const job: Job = { ...question, id: ++lastId, resolve, reject };
      queue.add(job);
      const onAbort = (): void => cancel(job);
      question.signal?.addEventListener('abort', onAbort, { once: true });
      schedule();
      return promise.finally(() => question.signal?.removeEventListener('abort', onAbort));
    },
    close() {
      isClosed = true;
      for (const job of queue.clear()) job.reject(closed());
      for (const slot of slots) stop(slot, closed());
    },
  };
}

function setTimer(slot: Slot, ms: number, work: (() => void) | null): void {
  if (slot.timer) clearTimeout(slot.timer);
  slot.timer = work && setTimeout(work, ms);
  slot.timer?.unref();
}

function tooLate(deadlineMs: number): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'query_timeout',
    message: `Cannot answer: the report took longer than ${deadlineMs} ms; ask for a shorter range or fewer filters`,
  });
}

function workerDied(cause: unknown): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'query_failed',
    message: 'Cannot answer: the query worker stopped',
    retryAfterSeconds: LIMITS.retryAfterSeconds,
    cause,
  });
}

function closed(): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'closed',
    message: 'Cannot answer: the report store is closed',
  });
}
