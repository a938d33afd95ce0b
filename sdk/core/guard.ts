// Whatever the page does to us or we do wrong: nothing of it reaches the page.

/** Wraps a function so that it returns undefined instead of throwing. */
export const guard =
  <A extends unknown[], R>(work: (...args: A) => R) =>
  (...args: A): R | undefined => {
    try {
      return work(...args);
    } catch {}
  };

type Page = { [name: string]: (this: unknown, ...args: unknown[]) => unknown };

/**
 * Has `note` called each time the page has called one of these functions (names separated by spaces) of its own. What
 * cannot be overheard is left alone.
 */
export const overhear = /* @__PURE__ */ guard((owner: object, names: string, note: () => unknown): void => {
  for (const name of names.split(' ')) {
    const original = (owner as Page)[name];
    // Names of elements and the page's own variables are on its window as well.
    if (original?.apply)
      (owner as Page)[name] = function (...args) {
        const result = original.apply(this, args);
        guard(note)();
        return result;
      };
  }
});
