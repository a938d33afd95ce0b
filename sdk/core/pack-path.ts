// Packs what changes over time: the same numbers again and again, each as the difference to the sample before.

import { encodeVlq } from './vlq.ts';

/** Base64 VLQ of samples of equal length; the first counts from `from`. */
export function packPath(samples: readonly number[][], from: readonly number[]): string {
  let last = from;
  return samples
    .map((sample) => {
      const steps = encodeVlq(sample.map((value, at) => value - (last[at] as number)));
      last = sample;
      return steps;
    })
    .join('');
}
