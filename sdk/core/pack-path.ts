// Packs what changes over time: the same numbers again and again, each as the difference to the sample before. Finer
// steps than these are not seen in a replay, nor in a map, but would have to travel.

import { encodeVlq } from './vlq.ts';

const STEP_MS = 20;
const STEP_PX = 4;

/** A time or a length in whole steps. */
export const stepsOf = (value: number, isTime?: boolean): number =>
  Math.round(value / (isTime ? STEP_MS : STEP_PX));

/** Base64 VLQ of samples of equal length, in steps; the first counts from `from`. */
export function packSteps(samples: readonly number[][], from: readonly number[]): string {
  let last = from;
  return samples
    .map((sample) => {
      const text = encodeVlq(sample.map((value, at) => value - (last[at] as number)));
      last = sample;
      return text;
    })
    .join('');
}
