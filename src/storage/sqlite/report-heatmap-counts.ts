// Counts under small whole numbers, made to add up millions of them: an array where the numbers are dense, a map beyond.

/** Counts kept in an array at most, 16 MB; beyond that a page is taller than any that is looked at. */
const DENSE_MOST = 2 ** 21;
/** Counts of so many different numbers are kept in a map: most elements have few bins. */
const SPARSE_MOST = 64;

export type Counts = {
  add(at: number, count: number): void;
  /** Ascending by number. */
  entries(): [at: number, count: number][];
};

/** `sizeHint`: one more than the largest number that is expected. */
export function createCounts(sizeHint: number): Counts {
  const sparse = new Map<number, number>();
  let dense: Float64Array | null = null;

  const grow = (atLeast: number): Float64Array => {
    const inMap = [...sparse.keys()].filter((key) => key < DENSE_MOST);
    const size = Math.min(DENSE_MOST, Math.max(sizeHint, 2 * atLeast, 1 + Math.max(0, ...inMap)));
    const larger = new Float64Array(size);
    if (dense) larger.set(dense);
    else
      for (const [at, count] of sparse) {
        if (at < 0 || at >= size) continue;
        larger[at] = count;
        sparse.delete(at);
      }
    dense = larger;
    return larger;
  };

  return {
    add(at, count) {
      if (dense !== null && at >= 0 && at < DENSE_MOST) {
        const counts = at < dense.length ? dense : grow(at);
        counts[at] = (counts[at] ?? 0) + count;
        return;
      }
      sparse.set(at, (sparse.get(at) ?? 0) + count);
      if (dense === null && sparse.size > SPARSE_MOST) grow(0);
    },
    entries() {
      const found = [...sparse];
      for (let at = 0; dense !== null && at < dense.length; at += 1) {
        const count = dense[at] ?? 0;
        if (count > 0) found.push([at, count]);
      }
      return found.sort(([a], [b]) => a - b);
    },
  };
}
