// Numbers of sessions by their key, for the hundred thousands of them that one answer may read.

/** Almost all sessions have one part only. `get` answers -1 for one that was not set. */
export function createSessionMap() {
  const first = new Map<number, number>();
  const others = new Map<string, number>();
  return {
    set(session: number, part: number, number: number): void {
      if (part === 0) first.set(session, number);
      else others.set(`${session}.${part}`, number);
    },
    get: (session: number, part: number): number =>
      (part === 0 ? first.get(session) : others.get(`${session}.${part}`)) ?? -1,
  };
}
