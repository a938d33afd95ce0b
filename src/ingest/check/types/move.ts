// The pointer's path between two flushes: packed (`path`), or as a list of points that is packed here.
// For each sample dt ms, dx px, dy px; the first counts from the event's time and the page's corner.

import { LIMITS } from '../../../contract/limits.ts';
import { decodeVlq, encodeVlq } from '../../../lib/vlq.ts';
import { isRaw, refuse } from '../finding.ts';
import type { Shape } from '../shape.ts';
import type { Reader } from '../values.ts';

/** Numbers of one sample. */
const STEP = 3;

const path: Reader<string> = (value, name, finding) => {
  if (typeof value !== 'string') return refuse(finding, 'bad_field', `Field "${name}" must be a packed path`);
  const numbers = decodeVlq(value, LIMITS.moveSamples * STEP + 1);
  if (numbers === null || numbers.length < STEP) {
    return refuse(finding, 'bad_field', `Field "${name}" must be a packed path`);
  }
  const isWhole = numbers.length % STEP === 0 && numbers.length <= LIMITS.moveSamples * STEP;
  if (!isWhole) {
    if (numbers.length <= LIMITS.moveSamples * STEP) {
      return refuse(finding, 'bad_field', `Field "${name}" ends inside a sample`);
    }
    finding.isCut = true;
    numbers.length = LIMITS.moveSamples * STEP;
  }
  finding.fields.n = numbers.length / STEP;
  const wasInBounds = clampSteps(numbers);
  return isWhole && wasInBounds ? value : encodeVlq(numbers);
};

const points: Reader<string> = (value, name, finding) => {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(finding, 'bad_field', `Field "${name}" must be a list of points`);
  }
  const count = Math.min(value.length, LIMITS.moveSamples);
  if (count < value.length) finding.isCut = true;
  const numbers: number[] = [];
  let [t, x, y] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const point: unknown = value[at];
    if (
      !isRaw(point) ||
      !isFiniteNumber(point.x) ||
      !isFiniteNumber(point.y) ||
      !isFiniteNumber(point.tsOffset ?? 0)
    ) {
      return refuse(finding, 'bad_field', `Field "${name}" must be a list of {x, y, tsOffset}`);
    }
    const nextT = Math.round(clamp((point.tsOffset as number | undefined) ?? t, LIMITS.sessionMaxMs));
    const nextX = Math.round(clamp(point.x, LIMITS.coordinatePx));
    const nextY = Math.round(clamp(point.y, LIMITS.coordinatePx));
    numbers.push(nextT - t, nextX - x, nextY - y);
    [t, x, y] = [nextT, nextX, nextY];
  }
  finding.fields.n = count;
  clampSteps(numbers);
  finding.fields.path = encodeVlq(numbers);
  return undefined;
};

export const move: Shape = { fields: { path, points }, required: ['path'] };

/** Keeps every sample on the page and time from running backwards, in place. Whether nothing had to change. */
function clampSteps(numbers: number[]): boolean {
  let wasInBounds = true;
  const sums = [0, 0, 0];
  for (let at = 0; at < numbers.length; at += 1) {
    const axis = at % STEP;
    const most = axis === 0 ? LIMITS.sessionMaxMs : LIMITS.coordinatePx;
    const before = sums[axis]!;
    const wanted = before + numbers[at]!;
    const next = axis === 0 && wanted < before ? before : clamp(wanted, most);
    if (next !== wanted) {
      wasInBounds = false;
      numbers[at] = next - before;
    }
    sums[axis] = next;
  }
  return wasInBounds;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
