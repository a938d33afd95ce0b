// Whatever the page does to us or we do wrong: nothing of it reaches the page.

/** Wraps a function so that it returns undefined instead of throwing. */
export function guard<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return work(...args);
    } catch {}
  };
}

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** Has `note` called each time the page has called one of these functions (names separated by spaces) of its own. */
export function overhear(owner: object | undefined, names: string, note: () => unknown): void {
  const page = owner as { [name: string]: Callable };
  for (const name of names.split(' ')) {
    const original = page?.[name];
    if (original)
      page[name] = function (...args) {
        const result = original.apply(this, args);
        guard(note)();
        return result;
      };
  }
}
