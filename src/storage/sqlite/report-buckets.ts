// Finds the bucket of a time among ascending edges.

/** Index of the bucket that holds the time; -1 before the first, and the number of buckets after the last. */
export function bucketOf(edges: readonly number[], tsMs: number): number {
  if (tsMs < (edges[0] ?? 0)) return -1;
  if (tsMs >= (edges.at(-1) ?? 0)) return edges.length - 1;
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((edges[middle] ?? 0) <= tsMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
