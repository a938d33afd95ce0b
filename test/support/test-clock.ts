// A clock that a test moves by hand; wall clock and monotonic clock can be moved apart.

import type { Clock } from '../../src/lib/clock.ts';

export type TestClock = Clock & { advance: (ms: number) => void; jumpWall: (ms: number) => void };

/** Starts at 2026-11-21 12:00 UTC. */
export function testClock(startMs: number = Date.UTC(2026, 10, 21, 12)): TestClock {
  let wall = startMs;
  let monotonic = 1_000;
  return {
    nowMs: () => wall,
    monotonicMs: () => monotonic,
    advance(ms) {
      wall += ms;
      monotonic += ms;
    },
    jumpWall(ms) {
      wall += ms;
    },
  };
}
