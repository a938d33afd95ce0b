// Second factors in the catalog. A code is used up in the statement that finds it unused.

import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { SignInCatalog } from '../port-sign-ins.ts';
import type { Guard } from './catalog-guard.ts';
import { secondFactors } from './schema-catalog.ts';

type SecondFactorMethods = Pick<
  SignInCatalog,
  | 'findSecondFactor'
  | 'beginSecondFactor'
  | 'confirmSecondFactor'
  | 'useStep'
  | 'useRecoveryCode'
  | 'removeSecondFactor'
>;

export function catalogSecondFactors(orm: BunSQLiteDatabase, guarded: Guard): SecondFactorMethods {
  const { userId: owner, confirmedAtMs, lastStep, recoveryHashes } = secondFactors;
  return {
    async findSecondFactor(userId) {
      return guarded(() => orm.select().from(secondFactors).where(eq(owner, userId)).get() ?? null);
    },
    async beginSecondFactor({ userId, secret, begunAtMs }) {
      const kept = guarded(() =>
        orm
          .insert(secondFactors)
          .values({ userId, secret, begunAtMs })
          .onConflictDoUpdate({ target: owner, set: { secret, begunAtMs }, setWhere: isNull(confirmedAtMs) })
          .returning({ userId: owner })
          .get(),
      );
      if (!kept) throw isOnAlready();
    },
    async confirmSecondFactor({ userId, secret, atMs, ...used }) {
      const asBegun = and(eq(owner, userId), eq(secondFactors.secret, secret), isNull(confirmedAtMs));
      const change = { confirmedAtMs: atMs, lastStep: used.lastStep, recoveryHashes: used.recoveryHashes };
      const done = guarded(() =>
        orm.update(secondFactors).set(change).where(asBegun).returning({ userId: owner }).get(),
      );
      return done !== undefined;
    },
    async useStep(userId, step) {
      const unused = and(eq(owner, userId), isNotNull(confirmedAtMs), lt(lastStep, step));
      const done = guarded(() =>
        orm.update(secondFactors).set({ lastStep: step }).where(unused).returning({ userId: owner }).get(),
      );
      return done !== undefined;
    },
    async useRecoveryCode(userId, hash) {
      const confirmed = and(eq(owner, userId), isNotNull(confirmedAtMs));
      const work = () =>
        orm.transaction(
          (tx) => {
            const found = tx.select({ hashes: recoveryHashes }).from(secondFactors).where(confirmed).get();
            if (!found?.hashes.includes(hash)) return false;
            const left = found.hashes.filter((other) => other !== hash);
            tx.update(secondFactors).set({ recoveryHashes: left }).where(confirmed).run();
            return true;
          },
          { behavior: 'immediate' },
        );
      return guarded(work);
    },
    async removeSecondFactor(userId) {
      const removed = guarded(() =>
        orm.delete(secondFactors).where(eq(owner, userId)).returning({ userId: owner }).get(),
      );
      return removed !== undefined;
    },
  };
}

function isOnAlready(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'second_factor_on',
    message: 'Cannot set up a second factor: the account has one already',
    hint: 'Switch it off first.',
  });
}
