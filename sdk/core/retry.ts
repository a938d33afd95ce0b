// What becomes of a batch after an answer, and when to try again. Pure.

/** Answers of 500 after which a batch is given up: then it, not the server, is what is broken. */
const MOST_TRIES = 5;

/** The verdict on a batch of `length` events that has been tried `tries` times; status 0 is a network error. */
export function judge(status: number, length: number, tries: number): 'sent' | 'retry' | 'halve' | 'drop' {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 413 && length > 1 && tries >= 0) return 'halve';
  const isTheirFault = !status || status === 408 || status === 429 || status >= 500;
  return isTheirFault && !(status === 500 && tries >= MOST_TRIES) ? 'retry' : 'drop';
}

/**
 * Milliseconds until the next try: full jitter over 1 s doubling to 30 s, `random` in [0, 1), but never earlier
 * than the seconds of a Retry-After header.
 */
export function retryDelay(failures: number, retryAfter: string | null, random: number): number {
  return Math.max(Number(retryAfter) * 1000 || 0, random * Math.min(30_000, 1000 * 2 ** failures));
}
