// The sign-ins that were ended before their time: asked for on every request of a user, so looked up by key.

import { count, eq, inArray, lt, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { endedSignIns } from './schema-catalog.ts';

type SignInMethods = Pick<Catalog, 'endSignIn' | 'isSignInEnded' | 'forgetEndedSignIns'>;

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
      const gone = guarded(() =>
        orm
          .delete(endedSignIns)
          .where(lt(endedSignIns.expiresAtMs, atMs))
          .returning({ jti: endedSignIns.jti })
          .all(),
      );
      return gone.length;
    },
  };
}
