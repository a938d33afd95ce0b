// Has sessions and events taken out that were kept as long as their project says, with everything that was counted of them.

import { agedBeforeMs, readSettings, type StoredSettings } from '../contract/project-settings.ts';
import type { Clock } from '../lib/clock.ts';

export type Retention = {
  /** Begins for every project that keeps its events for a time and is not at it already. */
  look: () => Promise<void>;
  done: (projectNo: number) => void;
};

export function createRetention(deps: {
  projects: () => Promise<{ no: number; settings: StoredSettings }[]>;
  clock: Pick<Clock, 'nowMs'>;
  begin: (projectNo: number, beforeMs: number) => void;
}): Retention {
  const running = new Set<number>();
  return {
    async look() {
      for (const { no, settings } of await deps.projects()) {
        const { eventDays } = readSettings(settings);
        if (eventDays === 0 || running.has(no)) continue;
        running.add(no);
        deps.begin(no, agedBeforeMs(eventDays, deps.clock.nowMs()));
      }
    },
    done: (projectNo) => void running.delete(projectNo),
  };
}
