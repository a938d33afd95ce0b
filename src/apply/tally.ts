// Counts under keys: one record for each key, made when first asked for. Several tallies may gather theirs in one list,
// so that none has to be put together from many in the end.

export type Tally<K, T> = { at(key: K, make: () => T): T; all(): T[] };

/** `all` is the list that takes each record as it is made. */
export function createTally<K, T>(all: T[] = []): Tally<K, T> {
  const entries = new Map<K, T>();
  return {
    at(key, make) {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const made = make();
      entries.set(key, made);
      all.push(made);
      return made;
    },
    all: () => all,
  };
}
