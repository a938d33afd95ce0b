// The hours that a replaced key, of whatever kind, is asked to be good for beside the new one.

import { LIMITS } from '../contract/limits.ts';
import { readWhole } from '../reports/parameters.ts';

/** None when nothing is asked. Throws `invalid` (bad_parameter). */
export function readOverlapHours({ overlapHours }: { overlapHours?: string }): number {
  return readWhole(overlapHours, { name: 'overlapHours', min: 0, max: LIMITS.oldKeyHours, fallback: 0 });
}
