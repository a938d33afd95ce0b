// What becomes of a batch after an answer, when to try again, and what a full outbox gives up. Pure.

import type { Waiting } from './waiting.ts';

/** Answers of 500 after which a batch is given up: then it, not the server, is what is broken. */
const MOST_TRIES = 5;

export type Verdict = {
  /** What is to be sent again. */
  again: Waiting[];
  /** True when there is to be a pause before that. */
  isRetry: boolean;
  /** True when the batch was refused for good. */
  isLost: boolean;
};

/** The verdict on a batch after an answer; status 0 stands for a network error. Counts the tries of its events. */
export function judge(status: number, batch: Waiting[]): Verdict {
  const tries = batch[0]?.tries ?? 0;
  const isHalved = status === 413 && batch.length > 1 && tries >= 0;
  const isRetry =
    (!status || status === 408 || status === 429 || status >= 500) &&
    !(status === 500 && tries >= MOST_TRIES);
  if (isHalved) for (const entry of batch) entry.tries = -((batch.length + 1) >> 1);
  if (status === 500) for (const entry of batch) entry.tries++;
  return { again: isHalved || isRetry ? batch : [], isRetry, isLost: !isHalved && !isRetry && status > 299 };
}

/**
 * Milliseconds until the next try: full jitter over 1 s doubling to 30 s, `random` in [0, 1), but never earlier
 * than the seconds of a Retry-After header.
 */
export function retryDelay(failures: number, retryAfter: string | null, random: number): number {
  return Math.max(Number(retryAfter) * 1000 || 0, random * Math.min(30_000, 1000 * 2 ** failures));
}

/** Place of the entry that a full outbox gives up: the oldest move, else scroll, else what was not asked for. */
export function leastNeeded(waiting: readonly { event: { type: string } }[]): number {
  for (const spare of [/move/, /scroll/, /^(?!pageview|custom)/]) {
    const at = waiting.findIndex(({ event }) => spare.test(event.type));
    if (at >= 0) return at;
  }
  return 0;
}
