// Where a user is signed in: noted with each sign-in, listed, and ended one by one or all together.

import { LIMITS } from '../contract/limits.ts';
import type { SignInView } from '../contract/second-factor.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, UserRow } from '../storage/port-catalog.ts';
import { agentName } from './agent-name.ts';
import type { SessionClaims } from './user-view.ts';

export type SignIns = {
  /** Notes a sign-in by the id in its tokens. `userAgent` is the request's header; a short name of it is kept. */
  noteSignIn(signIn: { jti: string; userId: string; userAgent: string | null }): Promise<void>;
  /** Last seen first; `jti` is the caller's own. */
  listSignIns(of: { userId: string; jti: string | null }): Promise<SignInView[]>;
  /** Ends one sign-in for good, restarts included. */
  signOut(claims: Pick<SessionClaims, 'jti'>): Promise<void>;
  /** Ends one of the user's sign-ins. Throws `not_found`, also for somebody else's. */
  endSignIn(of: { userId: string; id: string }): Promise<void>;
  /** Ends all of them, also such as are not listed; the answer has the new token version. */
  endSignIns(userId: string): Promise<UserRow>;
  /** Forgets what has expired; to be called now and then. Resolves with how many sign-outs. */
  forgetEndedSignIns(): Promise<number>;
};

export function createSignIns(deps: { catalog: Catalog; clock: Clock }): SignIns {
  const { catalog, clock } = deps;
  const signOut: SignIns['signOut'] = ({ jti }) =>
    catalog.endSignIn(jti, clock.nowMs() + LIMITS.signInMs + LIMITS.tokenLeewayMs);
  const record = (userId: string, action: string, details: string | null) =>
    catalog.recordAudit({
      atMs: clock.nowMs(),
      actor: `user:${userId}`,
      action,
      target: `user:${userId}`,
      details,
    });

  return {
    signOut,
    async noteSignIn({ jti, userId, userAgent }) {
      const createdAtMs = clock.nowMs();
      const dates = { createdAtMs, lastSeenAtMs: createdAtMs, expiresAtMs: createdAtMs + LIMITS.signInMs };
      await catalog.createSignIn({ jti, userId, agent: agentName(userAgent), ...dates });
    },
    async listSignIns({ userId, jti: own }) {
      const rows = await catalog.listSignIns(userId, clock.nowMs());
      return rows.map(({ jti, agent, createdAtMs, lastSeenAtMs, expiresAtMs }) => {
        return { id: jti, agent, createdAtMs, lastSeenAtMs, expiresAtMs, current: jti === own };
      });
    },
    async endSignIn({ userId, id }) {
      const row = (await catalog.listSignIns(userId, clock.nowMs())).find(({ jti }) => jti === id);
      if (!row) throw unknownSignIn();
      await signOut(row);
      await record(userId, 'sign-in.end', row.agent);
    },
    async endSignIns(userId) {
      await catalog.endSignIns(userId);
      await record(userId, 'sign-in.end_all', null);
      const user = await catalog.findUser(userId);
      if (!user) throw unknownSignIn();
      return user;
    },
    forgetEndedSignIns: () => catalog.forgetEndedSignIns(clock.nowMs()),
  };
}

/** Notes now and then that a sign-in is in use. A full disk must not stop a reader from reading. */
export function createSeen({
  catalog,
  clock,
}: {
  catalog: Catalog;
  clock: Clock;
}): (jti: string) => Promise<void> {
  const notedAtMs = new Map<string, number>();
  return async (jti) => {
    const nowMs = clock.monotonicMs();
    const noted = notedAtMs.get(jti);
    if (noted !== undefined && nowMs - noted < LIMITS.signInTouchMs) return;
    notedAtMs.delete(jti);
    if (notedAtMs.size >= LIMITS.catalogCacheEntries) notedAtMs.delete(notedAtMs.keys().next().value!);
    notedAtMs.set(jti, nowMs);
    // Its own row says when the sign-in was made; nothing to add before some minutes have passed.
    if (noted === undefined) return;
    try {
      await catalog.touchSignIn(jti, clock.nowMs());
    } catch (error) {
      if (!(error instanceof HeatError && error.kind === 'unavailable')) throw error;
    }
  };
}

function unknownSignIn(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'sign_in_not_found',
    message: 'You have no such sign-in: it has ended or never was one',
  });
}
