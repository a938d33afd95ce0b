// The middle of lists of numbers.

import { assert } from '../../lib/errors.ts';

/** Middle value, or the mean of the two middle ones; null for none. Leaves the values sorted. */
export function medianInPlace(values: Float64Array): number | null {
  return middleOf(values.sort(), 0, values.length);
}

/**
 * Median of the values of each cell, null where there are none; all are of the only cell where `cellOf` is null. Values
 * are whole numbers from 0 on.
 */
export function mediansOf(
  values: Float64Array,
  { cellOf, cells }: { cellOf: Uint32Array | null; cells: number },
): (number | null)[] {
  if (cellOf === null) return [medianInPlace(values.slice())];
  // One sort of all by cell and value: the runtime sorts one long list ten times as fast as its pieces.
  const scale = mostOf(values) + 1;
  assert(cells * scale <= Number.MAX_SAFE_INTEGER, 'cells and values fit into one number');
  const keys = new Float64Array(values.length);
  const ends = new Uint32Array(cells);
  for (let row = 0; row < keys.length; row += 1) {
    const cell = cellOf[row] as number;
    keys[row] = cell * scale + (values[row] as number);
    ends[cell]! += 1;
  }
  keys.sort();
  const medians: (number | null)[] = [];
  let from = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const to = from + (ends[cell] as number);
    const middle = middleOf(keys, from, to);
    medians.push(middle === null ? null : middle - cell * scale);
    from = to;
  }
  return medians;
}

/** Of sorted values from one place to before another. */
function middleOf(sorted: Float64Array, from: number, to: number): number | null {
  if (from === to) return null;
  const last = to - from - 1;
  const lower = sorted[from + (last >> 1)] as number;
  const upper = sorted[from + ((last + 1) >> 1)] as number;
  return lower + (upper - lower) / 2;
}

function mostOf(values: Float64Array): number {
  let most = 0;
  for (let row = 0; row < values.length; row += 1) most = Math.max(most, values[row] as number);
  return most;
}
