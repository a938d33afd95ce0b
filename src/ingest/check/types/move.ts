// The pointer's path between two flushes: packed (`path`), or as a list of points that is packed here.
// For each sample dt ms, dx px, dy px; the first counts from the event's time and the page's corner.

import { LIMITS } from '../../../contract/limits.ts';
import { decodeVlqInto, encodeVlq } from '../../../lib/vlq.ts';
import { isRaw, refuse } from '../finding.ts';
import type { Shape } from '../shape.ts';
import type { Reader } from '../values.ts';

/** Numbers of one sample. */
const STEP = 3;

const MOST = LIMITS.moveSamples * STEP;
/** Room for one path and one number more, which tells that there was more. */
const steps = new Int32Array(MOST + 1);

const path: Reader<string> = (value, name, finding) => {
  const count = typeof value === 'string' ? decodeVlqInto(value, steps) : -1;
  if (count < STEP) return refuse(finding, 'bad_field', `Field "${name}" must be a packed path`);
  const isTooLong = count > MOST;
  if (!isTooLong && count % STEP !== 0) {
    return refuse(finding, 'bad_field', `Field "${name}" ends inside a sample`);
  }
  if (isTooLong) finding.isCut = true;
  const kept = Math.min(count, MOST);
  finding.fields.n = kept / STEP;
  const wasInBounds = clampSteps(kept);
  return wasInBounds && !isTooLong ? (value as string) : encodeVlq(steps.subarray(0, kept));
};

const points: Reader<string> = (value, name, finding) => {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(finding, 'bad_field', `Field "${name}" must be a list of points`);
  }
  const count = Math.min(value.length, LIMITS.moveSamples);
  if (count < value.length) finding.isCut = true;
  let [t, x, y] = [0, 0, 0];
  for (let sample = 0; sample < count; sample += 1) {
    const point: unknown = value[sample];
    const offset = isRaw(point) ? (point.tsOffset ?? t) : undefined;
    if (!isRaw(point) || !isFiniteNumber(point.x) || !isFiniteNumber(point.y) || !isFiniteNumber(offset)) {
      return refuse(finding, 'bad_field', `Field "${name}" must be a list of {x, y, tsOffset}`);
    }
    const nextT = Math.max(t, Math.round(clamp(offset, LIMITS.sessionMaxMs)));
    const nextX = Math.round(clamp(point.x, LIMITS.coordinatePx));
    const nextY = Math.round(clamp(point.y, LIMITS.coordinatePx));
    steps[sample * STEP] = nextT - t;
    steps[sample * STEP + 1] = nextX - x;
    steps[sample * STEP + 2] = nextY - y;
    [t, x, y] = [nextT, nextX, nextY];
  }
  finding.fields.n = count;
  finding.fields.path = encodeVlq(steps.subarray(0, count * STEP));
  return undefined;
};

export const move: Shape = { fields: { path, points }, required: ['path'] };

/** Keeps every sample on the page and time from running backwards, in place. Whether nothing had to change. */
function clampSteps(count: number): boolean {
  let wasInBounds = true;
  let [t, x, y] = [0, 0, 0];
  for (let at = 0; at < count; at += STEP) {
    const nextT = Math.min(t + Math.max(0, steps[at]!), LIMITS.sessionMaxMs);
    const nextX = clamp(x + steps[at + 1]!, LIMITS.coordinatePx);
    const nextY = clamp(y + steps[at + 2]!, LIMITS.coordinatePx);
    if (nextT - t !== steps[at] || nextX - x !== steps[at + 1] || nextY - y !== steps[at + 2]) {
      wasInBounds = false;
      steps[at] = nextT - t;
      steps[at + 1] = nextX - x;
      steps[at + 2] = nextY - y;
    }
    t = nextT;
    x = nextX;
    y = nextY;
  }
  return wasInBounds;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
