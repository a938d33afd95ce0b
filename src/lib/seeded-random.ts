// A small reproducible random source (mulberry32) for demo traffic, benches and tests. Never for secrets.

export type Random = {
  /** Uniform in [0, 1). */
  next: () => number;
  /** Whole number in [from, to], both included. */
  between: (from: number, to: number) => number;
  /** True with probability `share`. */
  chance: (share: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** Picks by weight; weights need not sum to 1. */
  weighted: <T>(items: readonly (readonly [item: T, weight: number])[]) => T;
  /** Roughly normal around `mean`, six sigma wide at most. */
  normal: (mean: number, deviation: number) => number;
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('Cannot pick from nothing');
    return item;
  };
  const weighted = <T>(items: readonly (readonly [T, number])[]): T => {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return pick(items)[0];
  };
  const normal = (mean: number, deviation: number) =>
    mean + (next() + next() + next() + next() + next() + next() - 3) * deviation * Math.SQRT2;
  return {
    next,
    pick,
    weighted,
    normal,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
  };
}
