// Counts under keys: one record for each key, made when first asked for.

export type Tally<K, T> = { at(key: K, make: () => T): T; all(): T[] };

export function createTally<K, T>(): Tally<K, T> {
  const entries = new Map<K, T>();
  return {
    at(key, make) {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const made = make();
      entries.set(key, made);
      return made;
    },
    all: () => [...entries.values()],
  };
}
