// Reads what the tracker packs as a path: Base64 VLQ of samples, each the difference to the one before. The first number
// of a sample is time in ms, the others are px of the page.

import { LIMITS } from '../../../contract/limits.ts';
import { decodeVlqInto } from '../../../contract/vlq.ts';
import { PATH_STEP_MS, PATH_STEP_PX } from '../../../contract/wire.ts';
import { encodeVlq, VLQ_MAX } from '../../../lib/vlq.ts';
import { type Finding, refuse } from '../finding.ts';

export type PathForm = {
  /** Numbers of one sample. */
  width: number;
  /** Room for all samples that are kept and one number more, which tells that there was more. */
  steps: Int32Array;
  /** Time of the first sample at the earliest, ms; what follows never runs backwards. */
  earliestMs: number;
};
/** What the numbers count in: ms and px, or the steps of a tracker. */
export type PathUnit = { ms: number; px: number };
export const PLAIN_UNIT: PathUnit = { ms: 1, px: 1 };
export const STEP_UNIT: PathUnit = { ms: PATH_STEP_MS, px: PATH_STEP_PX };

/**
 * The path in ms and px with every sample on the page, and how many it has; too long ones are cut and flagged.
 * Undefined, and refused, when it is none.
 */
export function readPath(
  value: unknown,
  form: PathForm,
  { name, finding, unit }: { name: string; finding: Finding; unit: PathUnit },
): { path: string; samples: number } | undefined {
  const { width, steps } = form;
  const most = steps.length - 1;
  const count = typeof value === 'string' ? decodeVlqInto(value, steps) : -1;
  if (count < width) return refuse(finding, 'bad_field', `Field "${name}" must be a packed path`);
  const isTooLong = count > most;
  if (!isTooLong && count % width !== 0) {
    return refuse(finding, 'bad_field', `Field "${name}" ends inside a sample`);
  }
  if (isTooLong) finding.isCut = true;
  const kept = Math.min(count, most);
  const isPlain = unit.ms === 1 && unit.px === 1;
  if (!isPlain)
    for (let at = 0; at < kept; at += 1) steps[at] = scaled(steps[at]!, at % width === 0 ? unit.ms : unit.px);
  const wasInBounds = clampSteps(form, kept);
  const path = wasInBounds && isPlain && !isTooLong ? (value as string) : encodeVlq(steps.subarray(0, kept));
  return { path, samples: kept / width };
}

/** Within what the list can hold; what is far beyond the page is clamped after this. */
function scaled(value: number, by: number): number {
  return Math.max(-VLQ_MAX, Math.min(value * by, VLQ_MAX));
}

/** Keeps every sample on the page and time from running backwards, in place. Whether nothing had to change. */
function clampSteps({ width, steps, earliestMs }: PathForm, count: number): boolean {
  let wasInBounds = true;
  const last = new Array<number>(width).fill(0);
  for (let at = 0; at < count; at += 1) {
    const axis = at % width;
    const earliest = at === 0 ? earliestMs : last[0]!;
    const next =
      axis === 0
        ? Math.max(earliest, Math.min(last[0]! + steps[at]!, LIMITS.sessionMaxMs))
        : Math.max(0, Math.min(last[axis]! + steps[at]!, LIMITS.coordinatePx));
    if (next - last[axis]! !== steps[at]) {
      wasInBounds = false;
      steps[at] = next - last[axis]!;
    }
    last[axis] = next;
  }
  return wasInBounds;
}
