// Where a pointer rested on its packed path. Pure.

import { REST_MS, REST_RADIUS_PX } from '../contract/kinds.ts';
import { LIMITS } from '../contract/limits.ts';
import { decodeVlqInto } from '../contract/vlq.ts';

/** Page px, and how long until the pointer left the place (or the path ended), ms. */
export type Rest = { x: number; y: number; ms: number };

/** Numbers of one sample: ms, x and y, each as the difference to the sample before. */
const STEP = 3;
/** Room for one path; the applier is the only one who reads paths, and reads one at a time. */
const steps = new Int32Array(LIMITS.moveSamples * STEP);

/**
 * Stays of at least REST_MS within REST_RADIUS_PX of their first sample, in order of time. A stay begins with the first
 * sample that lies outside of the stay before. Empty for what is not a path.
 */
export function findRests(path: string): Rest[] {
  const count = decodeVlqInto(path, steps);
  const rests: Rest[] = [];
  if (count < STEP) return rests;
  let t = 0;
  let x = steps[1]!;
  let y = steps[2]!;
  let since = 0;
  let restX = x;
  let restY = y;
  for (let at = STEP; at + STEP <= count; at += STEP) {
    t += steps[at]!;
    x += steps[at + 1]!;
    y += steps[at + 2]!;
    const dx = x - restX;
    const dy = y - restY;
    if (dx * dx + dy * dy <= REST_RADIUS_PX * REST_RADIUS_PX) continue;
    if (t - since >= REST_MS) rests.push({ x: restX, y: restY, ms: t - since });
    since = t;
    restX = x;
    restY = y;
  }
  if (t - since >= REST_MS) rests.push({ x: restX, y: restY, ms: t - since });
  return rests;
}
