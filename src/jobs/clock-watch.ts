// Whether the clock tells what may be deleted: what a wrong one deletes does not come back.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export type ClockWatch = {
  /**
   * False once the clock was moved by more than LIMITS.retentionClockMs since heat has started, which the log says once. A
   * restart is the operator's word that it is right.
   */
  isTrusted(): boolean;
};

export function createClockWatch({ clock, log }: { clock: Clock; log: Log }): ClockWatch {
  const atStartMs = clock.nowMs() - clock.monotonicMs();
  let isDistrusted = false;
  return {
    isTrusted() {
      const movedMs = clock.nowMs() - clock.monotonicMs() - atStartMs;
      if (Math.abs(movedMs) <= LIMITS.retentionClockMs) return true;
      if (!isDistrusted)
        log.error('The clock was moved: nothing old is deleted until heat is restarted', { movedMs });
      isDistrusted = true;
      return false;
    },
  };
}
