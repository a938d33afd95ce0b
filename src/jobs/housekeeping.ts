// The small things that must happen even when nobody asks for anything. What they do belongs to other rooms.

import { LIMITS } from '../contract/limits.ts';
import type { Job } from './schedule.ts';

export type Housekeeping = {
  /** Replaces the salt when the day has changed; on an idle server yesterday's would stay on the disk. */
  renewSalt: () => unknown;
  /** Makes the reserve for a full disk again once there is room. */
  renewReserve: () => unknown;
  /** Forgets sign-outs whose tokens have expired. */
  forgetEndedSignIns: () => unknown;
};

export function housekeepingJobs(work: Housekeeping): Job[] {
  return [
    { name: 'salt of the day', everyMs: LIMITS.dayCheckMs, run: work.renewSalt },
    { name: 'reserve for a full disk', everyMs: LIMITS.diskCheckMs, run: work.renewReserve },
    { name: 'ended sign-ins', everyMs: LIMITS.endedSignInsCheckMs, run: work.forgetEndedSignIns },
  ];
}
