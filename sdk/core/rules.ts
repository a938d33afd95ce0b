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

/**
 * Milliseconds until the next try: full jitter over 1 s doubling to 30 s, `random` in [0, 1), but never earlier
 * than the seconds of a Retry-After header.
 */
export function retryDelay(failures: number, retryAfter: string | null, random: number): number {
  return Math.max(Number(retryAfter) * 1000 || 0, random * Math.min(30_000, 1000 * 2 ** failures));
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
