// Work that happens by itself, each piece at its own pace. A piece that fails is logged and runs again at its next
// turn; it never ends the process and never runs beside itself.

import type { Log } from '../lib/log.ts';

export type Job = {
  /** What the log calls it. */
  name: string;
  everyMs: number;
  /** When it runs first, from the start; else after `everyMs`. For what must also be done by a heat that never runs so long. */
  firstMs?: number;
  run: () => unknown;
};
export type Schedule = {
  /** Starts nothing more and resolves when what runs has ended. */
  stop: () => Promise<void>;
};

export function startSchedule(jobs: readonly Job[], log: Log): Schedule {
  const running = new Map<Job, Promise<void>>();
  const turn = (job: Job): void => {
    if (running.has(job)) return;
    const work = Promise.try(job.run)
      .catch((error) => log.error(`Job failed: ${job.name}`, { reason: String(error) }))
      .then(() => {
        running.delete(job);
      });
    running.set(job, work);
  };
  const timers = new Map<Job, Timer>();
  const repeat = (job: Job): void => {
    const timer = setInterval(turn, job.everyMs, job);
    timer.unref();
    timers.set(job, timer);
  };
  for (const job of jobs) {
    if (job.firstMs === undefined) {
      repeat(job);
      continue;
    }
    const timer = setTimeout(() => {
      repeat(job);
      turn(job);
    }, job.firstMs);
    timer.unref();
    timers.set(job, timer);
  }
  return {
    async stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
