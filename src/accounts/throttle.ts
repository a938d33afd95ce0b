// Slows down whoever guesses: a few attempts are free, then each one doubles the wait. Never a permanent lock.
// An attempt is counted when it begins, so that a hundred at once do not slip through before the first has failed.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';

export type Attempt = {
  /** The credentials were right: the first key's failures are forgotten, the others' count is taken back. */
  succeed(): void;
  /** Nothing was checked: as if the attempt had not been. */
  cancel(): void;
};
export type Throttle = {
  /** Counts an attempt under each key, the account's first. Throws `rate_limited` while one of them has to wait. */
  begin(keys: readonly string[]): Attempt;
  /** Keys held now. */
  size(): number;
};

type Entry = { failures: number; lastMs: number; openAtMs: number };

export function createThrottle(clock: Clock, maxEntries: number = LIMITS.limiterEntries): Throttle {
  const entries = new Map<string, Entry>();

  function current(key: string, nowMs: number): Entry {
    const entry = entries.get(key);
    const isFresh = entry && nowMs - entry.lastMs < LIMITS.signInForgetMs;
    return isFresh ? entry : { failures: 0, lastMs: nowMs, openAtMs: 0 };
  }

  function keep(key: string, entry: Entry): void {
    entries.delete(key);
    if (entry.failures === 0) return;
    if (entries.size >= maxEntries) entries.delete(entries.keys().next().value!);
    entries.set(key, entry);
  }

  function takeBack(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    const failures = entry.failures - 1;
    keep(key, { failures, lastMs: entry.lastMs, openAtMs: entry.lastMs + waitMs(failures) });
  }

  return {
    begin(keys) {
      const nowMs = clock.monotonicMs();
      const waits = keys.map((key) => current(key, nowMs).openAtMs - nowMs);
      const wait = Math.max(0, ...waits);
      if (wait > 0) throw tooMany(wait);
      for (const key of keys) {
        const failures = current(key, nowMs).failures + 1;
        keep(key, { failures, lastMs: nowMs, openAtMs: nowMs + waitMs(failures) });
      }
      return {
        succeed() {
          entries.delete(keys[0] ?? '');
          for (const key of keys.slice(1)) takeBack(key);
        },
        cancel() {
          for (const key of keys) takeBack(key);
        },
      };
    },
    size: () => entries.size,
  };
}

/** Wait after that many failures: none while they are free, then 1 s, 2 s, 4 s … */
function waitMs(failures: number): number {
  if (failures < LIMITS.signInFree) return 0;
  return Math.min(LIMITS.signInWaitMaxMs, LIMITS.signInWaitMs * 2 ** (failures - LIMITS.signInFree));
}

function tooMany(wait: number): HeatError {
  const seconds = Math.ceil(wait / 1000);
  return new HeatError({
    kind: 'rate_limited',
    code: 'too_many_attempts',
    message: `Too many failed attempts: try again in ${seconds} s`,
    retryAfterSeconds: seconds,
  });
}
