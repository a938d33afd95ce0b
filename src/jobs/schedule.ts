// Work that happens by itself, each piece at its own pace. A piece that fails is logged and runs again at its next
// turn; it never ends the process and never runs beside itself.

import type { Log } from '../lib/log.ts';

export type Job = {
  /** What the log calls it. */
  name: string;
  everyMs: number;
  run: () => unknown;
};
export type Schedule = {
  /** Starts nothing more and resolves when what runs has ended. */
  stop: () => Promise<void>;
};

/** The first turn of each job is `everyMs` from now. */
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
  const timers = jobs.map((job) => {
    const timer = setInterval(turn, job.everyMs, job);
    timer.unref();
    return timer;
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
