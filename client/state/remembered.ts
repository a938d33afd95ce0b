// What a browser keeps of how somebody likes the dashboard: a line put away, controls left open. Nothing depends on it.

/** One yes or no under a name of its own; without storage it holds as long as the page does. */
export function remembered(name: string): { get(): boolean; set(value: boolean): void } {
  const key = `heat-${name}`;
  let here: boolean | null = null;
  return {
    get() {
      if (here !== null) return here;
      try {
        return localStorage.getItem(key) === '1';
      } catch {
        return false;
      }
    },
    set(value) {
      here = value;
      try {
        if (value) localStorage.setItem(key, '1');
        else localStorage.removeItem(key);
      } catch {
        // It holds for this page.
      }
    },
  };
}
