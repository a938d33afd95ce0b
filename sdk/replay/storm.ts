// How much a page may change before its recorder lets go: a bucket of bytes that fills up again with time. Pure.

/** Bytes at once, bytes a second, and what must be there again before the page is taken anew. */
export type StormLimits = { room: number; perSecond: number; resume: number };
export type StormVerdict = 'take' | 'drop' | 'retake';

export const STORM: StormLimits = { room: 1_000_000, perSecond: 50_000, resume: 500_000 };

/**
 * Says what to do with a change of that size: `drop` it while too much changes, and `retake` the whole page once it has
 * calmed down, because what comes after a dropped change speaks of things that were never told.
 */
export function createStormGuard(
  limits: StormLimits = STORM,
): (bytes: number, nowMs: number) => StormVerdict {
  let left = limits.room;
  let lastMs = 0;
  let isStorm = false;
  return (bytes, nowMs) => {
    const gained = lastMs ? ((nowMs - lastMs) / 1000) * limits.perSecond : 0;
    left = Math.min(limits.room, left + Math.max(0, gained));
    lastMs = nowMs;
    if (isStorm && left >= limits.resume) {
      isStorm = false;
      return 'retake';
    }
    if (isStorm || bytes > left) {
      isStorm = true;
      return 'drop';
    }
    left -= bytes;
    return 'take';
  };
}
