// A map between two rising scales that is straight between its knots: time on a bar that shortens pauses, pages that
// have moved since they were seen. Pure.

export type Piecewise = { readonly from: readonly number[]; readonly to: readonly number[] };

/** `knots` rise in both (not strictly); at least one. */
export function piecewise(knots: readonly (readonly [from: number, to: number])[]): Piecewise {
  return { from: knots.map(([from]) => from), to: knots.map(([, to]) => to) };
}

/** Where `value` goes. Outside of the knots it keeps its distance to the nearest. */
export function mapThrough({ from, to }: Piecewise, value: number): number {
  return follow(from, to, value);
}

/** Where it came from; the end of a stretch that was mapped onto a single place. */
export function mapBack({ from, to }: Piecewise, value: number): number {
  return follow(to, from, value);
}

function follow(given: readonly number[], wanted: readonly number[], value: number): number {
  const last = given.length - 1;
  const at = lastAtMost(given, value);
  if (at < 0) return (wanted[0] as number) + value - (given[0] as number);
  if (at === last) return (wanted[last] as number) + value - (given[last] as number);
  const [g0, g1] = [given[at] as number, given[at + 1] as number];
  const [w0, w1] = [wanted[at] as number, wanted[at + 1] as number];
  return w0 + ((value - g0) / (g1 - g0)) * (w1 - w0);
}

/** Index of the last entry of a rising list that is not above `value`, -1 when all are. */
export function lastAtMost(list: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
