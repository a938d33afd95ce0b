// Which question runs next: first come, first served, but a project without a running one goes before others,
// and no project may have more than LIMITS.queriesPerProject running and waiting.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';

export type QueryQueue<J extends { projectNo: number }> = {
  /** Throws `rate_limited` when the project has too many questions open. */
  add(job: J): void;
  /** The next job, now counted as running; undefined when none waits. */
  take(): J | undefined;
  /** True when the job still waited and is now gone. */
  drop(job: J): boolean;
  /** A taken job is over. */
  finish(job: J): void;
  /** Drops all that wait and answers them. */
  clear(): J[];
};

export function createQueryQueue<J extends { projectNo: number }>(): QueryQueue<J> {
  const waiting: J[] = [];
  const running: J[] = [];
  const countOf = (jobs: J[], projectNo: number): number =>
    jobs.filter((job) => job.projectNo === projectNo).length;
  const remove = (jobs: J[], job: J): boolean => {
    const index = jobs.indexOf(job);
    if (index >= 0) jobs.splice(index, 1);
    return index >= 0;
  };

  return {
    add(job) {
      const open = countOf(waiting, job.projectNo) + countOf(running, job.projectNo);
      if (open >= LIMITS.queriesPerProject) throw tooMany();
      waiting.push(job);
    },
    take() {
      const job = waiting.find(({ projectNo }) => countOf(running, projectNo) === 0) ?? waiting[0];
      if (job === undefined) return undefined;
      remove(waiting, job);
      running.push(job);
      return job;
    },
    drop: (job) => remove(waiting, job),
    finish(job) {
      remove(running, job);
    },
    clear: () => waiting.splice(0),
  };
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'rate_limited',
    code: 'too_many_queries',
    message: `Cannot answer: this project already has ${LIMITS.queriesPerProject} reports running or waiting`,
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}
