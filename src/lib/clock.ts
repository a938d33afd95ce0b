// Time as an argument, so that tests choose it. Wall clock in ms for facts, monotonic ms for limits and timeouts.

export type Clock = { nowMs: () => number; monotonicMs: () => number };

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
