// Counts what runs at once for each key and refuses more than the limit.

import { HeatError } from '../lib/errors.ts';

export type Slots = {
  /** Takes a place and gives the function that frees it (calling it twice is harmless). Throws `rate_limited`. */
  take: (key: number) => () => void;
};

/** `what` names the thing in the refusal, e.g. `exports`. */
export function createSlots(options: { limit: number; what: string; retryAfterSeconds: number }): Slots {
  const taken = new Map<number, number>();
  return {
    take(key) {
      const count = taken.get(key) ?? 0;
      if (count >= options.limit) {
        throw new HeatError({
          kind: 'rate_limited',
          code: 'too_many_running',
          message: `There are ${options.limit} ${options.what} running for this project already`,
          retryAfterSeconds: options.retryAfterSeconds,
        });
      }
      taken.set(key, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      };
    },
  };
}
