// The visitor's session: when it starts, when it ends, whether it is in the sample. The clock is an argument.

import { randomId } from './id.ts';
import type { Slot } from './store.ts';

/** The roll is drawn once per session, [0, 1): the session is in the sample when it lies below the rate. */
export type Session = [id: string, startedAt: number, roll: number];

const MAX_MS = 86_400_000;
/** Writing to storage costs more than all else that an event does: it need not be exact to the second. */
const WRITE_MS = 1000;

/**
 * Answers a function that says the session at a moment; what other pages and tabs have written to the slot counts: id,
 * start, last activity and roll. An act of the visitor prolongs it, or opens a new one after the idle time or 24 hours.
 * A passive moment (closing a tab, an error) does neither: then the answer may be undefined.
 */
export const sessionsIn =
  (slot: Slot, idleMs: number) =>
  (now: number, isPassive?: boolean): Session | undefined => {
    // Texts that are compared become numbers; nonsense becomes NaN, which is within no time.
    let [id, startedAt, lastSeenAt, roll] = slot().split(' ') as never as [string, number, number, number];
    if (!(roll < 1 && now - lastSeenAt <= idleMs && now - startedAt <= MAX_MS)) {
      if (isPassive) return;
      id = randomId();
      startedAt = now;
      lastSeenAt = 0;
      roll = Math.random();
    }
    if (!isPassive && now - lastSeenAt >= WRITE_MS) {
      slot([id, startedAt, now, roll].join(' '));
    }
    return [id, +startedAt, +roll];
  };
