// Session rows kept at hand between slices. Right only because the applier is the one writer of its file; after any
// doubt it is emptied and the store asked again.

import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession, ApplyStore, SessionKey } from '../storage/port-apply.ts';
import { BoundedCache } from './bounded-cache.ts';

export type HotSessions = {
  /**
   * A time that no stored part of each session began before, in the order of the keys: that of the first part where it is
   * at hand, else 0; null for a new session.
   */
  sinceMs(keys: readonly SessionKey[]): Promise<(number | null)[]>;
  /** All stored parts of each session, in the order of the keys; none for a new session. */
  parts(keys: readonly SessionKey[]): Promise<AppliedSession[][]>;
  /** Keeps what a commit has written; null for a session of which it is too much. */
  remember(touched: readonly { key: SessionKey; parts: AppliedSession[] | null }[]): void;
  clear(): void;
};

export function createHotSessions(store: Pick<ApplyStore, 'sessions' | 'isStored'>): HotSessions {
  const rows = new BoundedCache<string, AppliedSession[]>(LIMITS.hotSessions);

  return {
    async sinceMs(keys) {
      const found = keys.map((key) => rows.get(nameOf(key)));
      const missing = keys.filter((_, index) => found[index] === undefined);
      const isStored = missing.length === 0 ? [] : await store.isStored(missing);
      let next = 0;
      return found.map((parts) => (parts ? firstStart(parts) : isStored[next++] ? 0 : null));
    },
    async parts(keys) {
      const found = keys.map((key) => rows.get(nameOf(key)));
      const missing = keys.filter((_, index) => found[index] === undefined);
      const stored = new Map<string, AppliedSession[]>();
      for (const row of missing.length === 0 ? [] : await store.sessions(missing)) {
        const name = nameOf(row);
        const parts = stored.get(name);
        if (parts) parts.push(row);
        else stored.set(name, [row]);
      }
      return keys.map((key, index) => found[index] ?? stored.get(nameOf(key)) ?? []);
    },
    remember(touched) {
      for (const { key, parts } of touched) {
        if (parts === null) rows.delete(nameOf(key));
        else rows.set(nameOf(key), parts);
      }
    },
    clear: () => rows.clear(),
  };
}

function firstStart(parts: readonly AppliedSession[]): number | null {
  return parts.length === 0 ? null : Math.min(...parts.map(({ startedAtMs }) => startedAtMs));
}

function nameOf({ projectNo, session }: SessionKey): string {
  return `${projectNo}/${session}`;
}
