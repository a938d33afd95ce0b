// Whatever the page does to us or we do wrong: nothing of it reaches the page.

/** Wraps a function so that it returns undefined instead of throwing. */
export function guard<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return work(...args);
    } catch {
      return undefined;
    }
  };
}
