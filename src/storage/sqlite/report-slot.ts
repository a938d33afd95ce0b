// One place for a query worker: at most one worker and one question at a time. SQLite cannot be interrupted from here,
// so ending a question early costs the worker; the next question gets a new one.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { type FromQueryWorker, type ToQueryWorker, unpackError } from './report-messages.ts';
import type { ReportMethod } from './report-methods.ts';

export type Question = { projectNo: number; method: ReportMethod; args: unknown; signal?: AbortSignal };
export type Job = Question & {
  id: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
};
export type SlotOptions = {
  path: string;
  spawnWorker: () => Worker;
  deadlineMs: number;
  idleMs: number;
  /** A job of this slot is over, however it ended; the slot is free again. */
  onFinished(job: Job): void;
};

/** Has no worker before the first question and none after `stop`. */
export class QuerySlot {
  readonly #options: SlotOptions;
  #worker: Worker | null = null;
  #job: Job | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get job(): Job | null {
    return this.#job;
  }
  get hasWorker(): boolean {
    return this.#worker !== null;
  }

  start(job: Job): void {
    const { deadlineMs } = this.#options;
    this.#job = job;
    this.#after(deadlineMs, () => this.stop(tooLate(deadlineMs)));
    try {
      this.#worker ??= this.#spawn();
      this.#worker.ref();
      const { id, method, args } = job;
      this.#worker.postMessage({ type: 'run', id, method, args } satisfies ToQueryWorker);
    } catch (error) {
      this.stop(workerDied(error));
    }
  }

  /** Ends the worker and rejects what it was doing with `error`. */
  stop(error: unknown): void {
    const worker = this.#worker;
    const job = this.#job;
    this.#worker = null;
    this.#job = null;
    this.#after(0, null);
    worker?.terminate();
    if (!job) return;
    job.reject(error);
    this.#options.onFinished(job);
  }

  #spawn(): Worker {
    const worker = this.#options.spawnWorker();
    const died = (cause: unknown): void => {
      if (this.#worker === worker) this.stop(workerDied(cause));
    };
    worker.onmessage = ({ data }: MessageEvent<FromQueryWorker>) => {
      if (this.#worker === worker) this.#answer(data);
    };
    worker.onerror = (event) => died(event.message);
    worker.addEventListener('close', () => died('closed'));
    worker.postMessage({ type: 'open', path: this.#options.path } satisfies ToQueryWorker);
    return worker;
  }

  #answer(message: FromQueryWorker): void {
    const job = this.#job;
    if (job?.id !== message.id) return;
    this.#job = null;
    // An idle worker does not keep the process alive, an open question does.
    this.#worker?.unref();
    this.#after(this.#options.idleMs, () => this.stop(null));
    if ('error' in message) job.reject(unpackError(message.error));
    else job.resolve(message.result);
    this.#options.onFinished(job);
  }

  #after(ms: number, work: (() => void) | null): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = work && setTimeout(work, ms);
    this.#timer?.unref();
  }
}

function tooLate(deadlineMs: number): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'query_timeout',
    message: `Cannot answer: the report took longer than ${deadlineMs / 1000} s; ask for a shorter range or fewer filters`,
  });
}

/** For a question that no worker came to. */
export function waitedTooLong(deadlineMs: number): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'query_timeout',
    message: `Cannot answer: the report waited for others longer than ${deadlineMs / 1000} s; ask again when they are done`,
    retryAfterSeconds: LIMITS.retryAfterSeconds,
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
