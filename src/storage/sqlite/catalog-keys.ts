// The API keys of the catalog, and what was done with them.

import { and, asc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { KeyCatalog } from '../port-keys.ts';
import type { Guard } from './catalog-guard.ts';
import { apiKeys, keyUsage } from './schema-keys.ts';

type KeyMethods = Pick<
  KeyCatalog,
  | 'createKey'
  | 'findKey'
  | 'listKeys'
  | 'updateKey'
  | 'revokeKey'
  | 'removeKey'
  | 'touchKey'
  | 'addKeyUsage'
  | 'listKeyUsage'
>;

export function catalogKeys(orm: BunSQLiteDatabase, guarded: Guard): KeyMethods {
  const byId = orm
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.id, sql.placeholder('id')))
    .prepare();
  const ownKey = (projectNo: number, id: string) => and(eq(apiKeys.projectNo, projectNo), eq(apiKeys.id, id));
  return {
    async createKey(key) {
      const { id, projectNo, name, scope, hash, prefix, addresses, perMinute } = key;
      const { createdAtMs, expiresAtMs, lastUsedAtMs, revokedAtMs } = key;
      const identity = { id, projectNo, name, scope, hash, prefix, addresses, perMinute };
      const values = { ...identity, createdAtMs, expiresAtMs, lastUsedAtMs, revokedAtMs };
      guarded(() => orm.insert(apiKeys).values(values).run(), `Cannot create key "${id}": its id is taken`);
    },
    async findKey(id) {
      return guarded(() => byId.get({ id }) ?? null);
    },
    async listKeys(projectNo) {
      const newestLast = [asc(apiKeys.createdAtMs), asc(apiKeys.id)];
      return guarded(() =>
        orm
          .select()
          .from(apiKeys)
          .where(eq(apiKeys.projectNo, projectNo))
          .orderBy(...newestLast)
          .all(),
      );
    },
    async updateKey(projectNo, id, { name, addresses, perMinute, expiresAtMs }) {
      const change = { name, addresses, perMinute, expiresAtMs };
      const isEmpty = Object.values(change).every((value) => value === undefined);
      const own = ownKey(projectNo, id);
      const key = guarded(() =>
        isEmpty
          ? orm.select().from(apiKeys).where(own).get()
          : orm.update(apiKeys).set(change).where(own).returning().get(),
      );
      if (!key) throw unknownKey(id);
      return key;
    },
    async revokeKey(projectNo, id, atMs) {
      const own = ownKey(projectNo, id);
      const isKnown = guarded(() =>
        orm.transaction(
          (tx) => {
            tx.update(apiKeys)
              .set({ revokedAtMs: atMs })
              .where(and(own, isNull(apiKeys.revokedAtMs)))
              .run();
            return tx.select({ id: apiKeys.id }).from(apiKeys).where(own).get() !== undefined;
          },
          { behavior: 'immediate' },
        ),
      );
      if (!isKnown) throw unknownKey(id);
    },
    async removeKey(projectNo, id) {
      const removed = guarded(() =>
        orm.delete(apiKeys).where(ownKey(projectNo, id)).returning({ id: apiKeys.id }).get(),
      );
      if (!removed) throw unknownKey(id);
    },
    async touchKey(id, atMs) {
      guarded(() => orm.update(apiKeys).set({ lastUsedAtMs: atMs }).where(eq(apiKeys.id, id)).run());
    },
    async addKeyUsage(rows, fromDay) {
      const work = () =>
        orm.transaction(
          (tx) => {
            tx.delete(keyUsage).where(lt(keyUsage.day, fromDay)).run();
            const known = new Set(
              tx
                .select({ id: apiKeys.id })
                .from(apiKeys)
                .where(
                  inArray(
                    apiKeys.id,
                    rows.map(({ keyId }) => keyId),
                  ),
                )
                .all()
                .map(({ id }) => id),
            );
            for (const { keyId, day, requests, refused } of rows.filter(({ keyId }) => known.has(keyId))) {
              const sum = {
                requests: sql`${keyUsage.requests} + ${requests}`,
                refused: sql`${keyUsage.refused} + ${refused}`,
              };
              tx.insert(keyUsage)
                .values({ keyId, day, requests, refused })
                .onConflictDoUpdate({ target: [keyUsage.keyId, keyUsage.day], set: sum })
                .run();
            }
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async listKeyUsage(projectNo, fromDay) {
      const { keyId, day, requests, refused } = keyUsage;
      return guarded(() =>
        orm
          .select({ keyId, day, requests, refused })
          .from(keyUsage)
          .innerJoin(apiKeys, eq(apiKeys.id, keyId))
          .where(and(eq(apiKeys.projectNo, projectNo), gte(day, fromDay)))
          .orderBy(asc(keyId), asc(day))
          .all(),
      );
    },
  };
}

function unknownKey(id: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    message: `There is no key "${id}"`,
    hint: 'Those that there are: heat key list',
  });
}
