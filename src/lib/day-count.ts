// Counts what happened in the last 24 hours, to the hour, in memory. Asked for every answer: adding is a comparison and a sum.

import type { Clock } from './clock.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export type DayCount = { add: (times?: number) => void; count: () => number };

/** Starts at 0. Holds at most 24 numbers. */
export function createDayCount({ nowMs }: Pick<Clock, 'nowMs'>): DayCount {
  /** Hours since 1970 that are over, the newest last. */
  let past: { hour: number; times: number }[] = [];
  let hour = 0;
  let times = 0;
  const hourOf = (ms: number) => Math.floor(ms / HOUR_MS);
  return {
    add(more = 1) {
      const now = hourOf(nowMs());
      if (now !== hour) {
        past = [...past, { hour, times }].filter((one) => one.times > 0 && one.hour > now - HOURS);
        hour = now;
        times = 0;
      }
      times += more;
    },
    count() {
      const first = hourOf(nowMs()) - HOURS + 1;
      return [...past, { hour, times }].reduce((sum, one) => (one.hour >= first ? sum + one.times : sum), 0);
    },
  };
}

/** Since when such a count counts that was begun at `startedAtMs`. */
export function countedSinceMs(startedAtMs: number, nowMs: number): number {
  return Math.max(startedAtMs, (Math.floor(nowMs / HOUR_MS) - HOURS + 1) * HOUR_MS);
}
