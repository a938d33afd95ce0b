// What becomes of a batch after an answer, when to try again, and what a full outbox gives up. Pure.

/** Failures in a row after which an answer of 500 means that the batch, not the server, is broken. */
const MOST_FAILURES = 5;

/** True when a batch is to be sent again after this answer, 0 stands for none; `failures` counts those before it. */
export function isWorthRetry(status: number, failures: number): boolean {
  return (
    !status ||
    status > 500 ||
    status === 408 ||
    status === 429 ||
    (status === 500 && failures < MOST_FAILURES)
  );
}

/** Longest wait that a server may ask for, ms: a day would be as good as never, and timers know no more than 24 of them. */
const MOST_WAIT_MS = 3_600_000;

/**
 * Milliseconds until the next try: the seconds of a Retry-After header, at most an hour, but never less than `leastMs`.
 * Anything but a number of seconds, a date too, asks for nothing.
 */
export const waitFor = (retryAfter: string | null | undefined, leastMs: number): number =>
  Math.max(leastMs, Math.min((retryAfter as unknown as number) * 1000, MOST_WAIT_MS) || 0);

/** Milliseconds that the tracker waits by itself: full jitter over 1 s doubling to 30 s, `random` in [0, 1). */
export function backoff(failures: number, random: number): number {
  return random * Math.min(30_000, 1000 * 2 ** failures);
}

/** What they weigh. */
export function bytesOf(waiting: readonly { _bytes: number }[]): number {
  return waiting.reduce((sum, { _bytes }) => sum + _bytes, 0);
}

/** Place of the entry that a full outbox gives up: the oldest move, else scroll, else the oldest of all. */
export function leastNeeded(waiting: readonly { _event: { type: string } }[]): number {
  const oldest = (type: string) => waiting.findIndex(({ _event }) => _event.type === type) + 1;
  return (oldest('move') || oldest('scroll') || 1) - 1;
}
