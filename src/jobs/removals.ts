// Sees to it that what a removed project has measured is deleted, whoever removed it: this process, the command line
// beside it, or a process that was killed while it was at it.

import type { Log } from '../lib/log.ts';

/** What it needs of the catalog. */
export type RemovedProjects = {
  version: () => Promise<number>;
  removedProjects: () => Promise<number[]>;
  forgetRemovedProject: (projectNo: number) => Promise<void>;
};
export type Removals = {
  /** Hands on what was removed since the last look; cheap when nobody wrote into the catalog. */
  look: () => Promise<void>;
  /** The project's rows are gone. Never rejects: a note that stays is handed on again at the next start. */
  done: (projectNo: number) => Promise<void>;
};

/** `forget` is called once for each removed project in the life of this process. */
export function createRemovals(deps: {
  catalog: RemovedProjects;
  log: Log;
  forget: (projectNo: number) => void;
}): Removals {
  const { catalog, log, forget } = deps;
  // Numbers are never given out twice, so nothing has to be taken out again.
  const handed = new Set<number>();
  let seen: number | null = null;
  return {
    async look() {
      const version = await catalog.version();
      if (version === seen) return;
      for (const projectNo of await catalog.removedProjects()) {
        if (handed.has(projectNo)) continue;
        handed.add(projectNo);
        forget(projectNo);
      }
      seen = version;
    },
    async done(projectNo) {
      try {
        await catalog.forgetRemovedProject(projectNo);
      } catch (error) {
        log.error('Cannot note that a removed project is deleted', { projectNo, reason: String(error) });
      }
    },
  };
}
