// What becomes of a batch after an answer: sent again and when, or given up with a word in the console. The core alone
// knows less: it asks again in a few seconds for all that is no plain refusal.

import type { Part } from './core.ts';
import { backoff, isWorthRetry, waitFor } from './rules.ts';

/**
 * Answers a function that says in how many ms a batch is to be sent again, 0 for never; no answer is a network error. A
 * part that the answer names (`x-heat-part`) is wanted on this page.
 */
export function createJudge(bring: (part: Part) => void): (answer?: Response) => number {
  let hasWarned = false;
  let failures = 0;
  return (answer) => {
    const status = answer?.status ?? 0;
    const part = answer?.headers.get('x-heat-part');
    if (part) bring(part as Part);
    if (isWorthRetry(status, failures))
      return waitFor(answer?.headers.get('retry-after'), 1 + backoff(failures++, Math.random()));
    failures = 0;
    if (status > 299 && !hasWarned) {
      hasWarned = true;
      answer?.text().then(
        (reason) => console.warn(`heat: ${status} ${reason}`),
        () => {},
      );
    }
    return 0;
  };
}
