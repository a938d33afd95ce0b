// The visitor's session: when it starts, when it ends, whether it is in the sample. The clock is an argument.

import type { WireSession, WireUser } from '../../src/contract/wire.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Slot } from './store.ts';

export type Session = Required<WireSession> & {
  /** Drawn once per session, [0, 1): the session is in the sample when it lies below the rate. */
  roll: number;
  user?: WireUser;
  visitorId?: string;
};

const MAX_MS = 86_400_000;
/** Writing to storage costs more than all else that an event does: it need not be exact to the second. */
const WRITE_MS = 1000;

/**
 * The session at this moment; what other pages and tabs have written to the slot counts. An act of the visitor prolongs
 * it, or opens a new one after the idle time or 24 hours. A passive moment (closing a tab, an error) does neither: then
 * the answer may be undefined.
 */
export function sessionAt(
  slot: Slot,
  now: number,
  { idleMs, isPassive }: { idleMs: number; isPassive?: boolean },
): Session | undefined {
  let session = guard(JSON.parse)(slot() as string) as Session | undefined;
  if (!session?.id || now - session.lastSeenAt > idleMs || now - session.startedAt > MAX_MS) {
    if (isPassive) return;
    session = { id: randomId(), startedAt: now, lastSeenAt: 0, roll: Math.random() };
  }
  if (!isPassive && now - session.lastSeenAt >= WRITE_MS) {
    session.lastSeenAt = now;
    slot(JSON.stringify(session));
  }
  return session;
}
