// Has sessions and events taken out that were kept as long as their project says, with everything that was counted of them.

import { LIMITS } from '../contract/limits.ts';
import { agedBeforeMs, readSettings, type StoredSettings } from '../contract/project-settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export type Retention = {
  /** Begins for every project that keeps its events for a time and is not at it already. */
  look: () => Promise<void>;
  done: (projectNo: number) => void;
};

export function createRetention(deps: {
  projects: () => Promise<{ no: number; settings: StoredSettings }[]>;
  clock: Clock;
  log: Log;
  begin: (projectNo: number, beforeMs: number) => void;
}): Retention {
  const { clock, log } = deps;
  const running = new Set<number>();
  const clockAtStart = clock.nowMs() - clock.monotonicMs();
  let isDistrusted = false;
  return {
    async look() {
      // What a wrong clock deletes does not come back: a restart is the operator's word that it is right.
      const movedMs = clock.nowMs() - clock.monotonicMs() - clockAtStart;
      if (Math.abs(movedMs) > LIMITS.retentionClockMs) {
        if (!isDistrusted)
          log.error('The clock was moved: nothing old is deleted until heat is restarted', { movedMs });
        isDistrusted = true;
        return;
      }
      for (const { no, settings } of await deps.projects()) {
        const { eventDays } = readSettings(settings);
        if (eventDays === 0 || running.has(no)) continue;
        running.add(no);
        deps.begin(no, agedBeforeMs(eventDays, clock.nowMs()));
      }
    },
    done: (projectNo) => void running.delete(projectNo),
  };
}
