// Counts what happened in the last 24 hours, to the hour, in memory.

import type { Clock } from './clock.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export type DayCount = { add: () => void; count: () => number };

/** Starts at 0. Holds at most 24 numbers. */
export function createDayCount({ nowMs }: Pick<Clock, 'nowMs'>): DayCount {
  /** By hour since 1970. */
  const hours = new Map<number, number>();
  return {
    add() {
      const hour = Math.floor(nowMs() / HOUR_MS);
      const before = hours.get(hour);
      hours.set(hour, (before ?? 0) + 1);
      if (before !== undefined) return;
      for (const old of hours.keys()) if (old <= hour - HOURS) hours.delete(old);
    },
    count() {
      const first = Math.floor(nowMs() / HOUR_MS) - HOURS + 1;
      let sum = 0;
      for (const [hour, times] of hours) if (hour >= first) sum += times;
      return sum;
    },
  };
}

/** Since when such a count counts that was begun at `startedAtMs`. */
export function countedSinceMs(startedAtMs: number, nowMs: number): number {
  return Math.max(startedAtMs, (Math.floor(nowMs / HOUR_MS) - HOURS + 1) * HOUR_MS);
}
