// The known name that somebody who mistyped most likely meant. Knows nothing of settings or flags.

/** Spellings that mean the same: `public_url`, `publicUrl`, `PUBLIC-URL`. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The nearest of `known`, or null where none is near: at most a third of its letters differ. The first wins a draw. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const asked = plain(name.slice(0, 64));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(asked, plain(candidate));
    if (distance <= plain(candidate).length / 3 && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance };
  }
  return best?.name ?? null;
}

/** Letters to put in, take out, exchange or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
