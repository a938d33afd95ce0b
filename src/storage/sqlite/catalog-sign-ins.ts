// Where users are signed in, and the sign-ins that were ended before their time: the latter are asked for on every
// request of a user, so looked up by key.

import { and, count, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { unknownUser } from './catalog-users.ts';
import { endedSignIns, signIns, users } from './schema-catalog.ts';

type SignInMethods = Pick<
  Catalog,
  | 'endSignIn'
  | 'isSignInEnded'
  | 'forgetEndedSignIns'
  | 'createSignIn'
  | 'listSignIns'
  | 'touchSignIn'
  | 'endSignIns'
>;

export function catalogSignIns(orm: BunSQLiteDatabase, guarded: Guard): SignInMethods {
  const byJti = orm
    .select({ jti: endedSignIns.jti })
    .from(endedSignIns)
    .where(eq(endedSignIns.jti, sql.placeholder('jti')))
    .prepare();
  return {
    async endSignIn(jti, expiresAtMs) {
      const work = () =>
        orm.transaction(
          (tx) => {
            tx.delete(signIns).where(eq(signIns.jti, jti)).run();
            tx.insert(endedSignIns).values({ jti, expiresAtMs }).onConflictDoNothing().run();
            const kept = tx.select({ count: count() }).from(endedSignIns).get()?.count ?? 0;
            if (kept <= LIMITS.endedSignIns) return;
            const first = tx
              .select({ jti: endedSignIns.jti })
              .from(endedSignIns)
              .orderBy(endedSignIns.expiresAtMs)
              .limit(kept - LIMITS.endedSignIns);
            tx.delete(endedSignIns).where(inArray(endedSignIns.jti, first)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async isSignInEnded(jti) {
      return guarded(() => byJti.get({ jti }) !== undefined);
    },
    async forgetEndedSignIns(atMs) {
      guarded(() => orm.delete(signIns).where(lt(signIns.expiresAtMs, atMs)).run());
      const gone = guarded(() =>
        orm
          .delete(endedSignIns)
          .where(lt(endedSignIns.expiresAtMs, atMs))
          .returning({ jti: endedSignIns.jti })
          .all(),
      );
      return gone.length;
    },
    async createSignIn({ jti, userId, agent, createdAtMs, lastSeenAtMs, expiresAtMs }) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const own = eq(signIns.userId, userId);
            tx.insert(signIns).values({ jti, userId, agent, createdAtMs, lastSeenAtMs, expiresAtMs }).run();
            const kept = tx.select({ count: count() }).from(signIns).where(own).get()?.count ?? 0;
            if (kept <= LIMITS.signInsListed) return;
            const first = tx
              .select({ jti: signIns.jti })
              .from(signIns)
              .where(own)
              .orderBy(signIns.lastSeenAtMs)
              .limit(kept - LIMITS.signInsListed);
            tx.delete(signIns).where(inArray(signIns.jti, first)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async listSignIns(userId, atMs) {
      const live = and(eq(signIns.userId, userId), gt(signIns.expiresAtMs, atMs));
      return guarded(() =>
        orm.select().from(signIns).where(live).orderBy(desc(signIns.lastSeenAtMs), signIns.jti).all(),
      );
    },
    async touchSignIn(jti, atMs) {
      guarded(() => orm.update(signIns).set({ lastSeenAtMs: atMs }).where(eq(signIns.jti, jti)).run());
    },
    async endSignIns(userId) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const change = { tokenVersion: sql`${users.tokenVersion} + 1` };
            const found = tx
              .update(users)
              .set(change)
              .where(eq(users.id, userId))
              .returning({ id: users.id })
              .get();
            if (!found) throw unknownUser(userId);
            tx.delete(signIns).where(eq(signIns.userId, userId)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
  };
}
