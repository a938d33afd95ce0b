// The pointer's path between two flushes: packed (`path`, or `steps` in coarser units), or as a list of points that is packed here.
// For each sample dt ms, dx px, dy px; the first counts from the event's time and the page's corner.

import { LIMITS } from '../../../contract/limits.ts';
import { encodeVlq } from '../../../lib/vlq.ts';
import { isRaw, refuse } from '../finding.ts';
import type { Shape } from '../shape.ts';
import type { Reader } from '../values.ts';
import { type PathForm, type PathUnit, PLAIN_UNIT, readPath, STEP_UNIT } from './packed-path.ts';

/** Numbers of one sample. */
const STEP = 3;

/** Shared with the list of points below: one event is read at a time. */
const steps = new Int32Array(LIMITS.moveSamples * STEP + 1);
const form: PathForm = { width: STEP, steps, earliestMs: 0 };

const packed =
  (unit: PathUnit): Reader<string> =>
  (value, name, finding) => {
    const read = readPath(value, form, { name, finding, unit });
    if (read) finding.fields.n = read.samples;
    if (read) finding.fields.path = read.path;
    return undefined;
  };

const points: Reader<string> = (value, name, finding) => {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(finding, 'bad_field', `Field "${name}" must be a list of points`);
  }
  const count = Math.min(value.length, LIMITS.moveSamples);
  if (count < value.length) finding.isCut = true;
  let [t, x, y] = [0, 0, 0];
  for (let sample = 0; sample < count; sample += 1) {
    const said: unknown = value[sample];
    const point = Array.isArray(said) ? { tsOffset: said[0], x: said[1], y: said[2] } : said;
    const offset = isRaw(point) ? (point.tsOffset ?? t) : undefined;
    if (!isRaw(point) || !isFiniteNumber(point.x) || !isFiniteNumber(point.y) || !isFiniteNumber(offset)) {
      return refuse(
        finding,
        'bad_field',
        `Field "${name}" must be a list of [tsOffset, x, y] or {x, y, tsOffset}`,
      );
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

export const move: Shape = {
  fields: { path: packed(PLAIN_UNIT), steps: packed(STEP_UNIT), points },
  required: ['path'],
};

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
