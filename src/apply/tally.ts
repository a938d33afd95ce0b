// Counts under composed keys: one record for each key, made when first asked for.

export type Tally<T> = { at(key: string, make: () => T): T; all(): T[] };

export function createTally<T>(): Tally<T> {
  const entries = new Map<string, T>();
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
