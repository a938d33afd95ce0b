// Which sessions hold as many events as one may. What a session holds is packed and forgotten as a whole, so one without
// end would take all memory. The applier, which counts, tells of them; the door takes no more.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from './clock.ts';

/** A session by the id that its sender chose. */
export type FullSession = { projectNo: number; session: string };
export type FullSessions = {
  add: (sessions: readonly FullSession[]) => void;
  has: (session: FullSession) => boolean;
};

/**
 * Keeps at most LIMITS.fullSessions, those told last. Each counts for LIMITS.sessionMaxMs, after which it has begun anew;
 * what is filled again is told again.
 */
export function createFullSessions(clock: Pick<Clock, 'monotonicMs'>): FullSessions {
  const untilMs = new Map<string, number>();
  return {
    add(sessions) {
      for (const session of sessions) {
        const name = nameOf(session);
        untilMs.delete(name);
        untilMs.set(name, clock.monotonicMs() + LIMITS.sessionMaxMs);
        if (untilMs.size > LIMITS.fullSessions) untilMs.delete(untilMs.keys().next().value as string);
      }
    },
    has: (session) => untilMs.size > 0 && clock.monotonicMs() < (untilMs.get(nameOf(session)) ?? 0),
  };
}

function nameOf({ projectNo, session }: FullSession): string {
  return `${projectNo} ${session}`;
}
