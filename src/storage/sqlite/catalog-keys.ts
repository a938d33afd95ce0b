// The API keys of the catalog.

import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { apiKeys } from './schema-catalog.ts';

type KeyMethods = Pick<Catalog, 'createKey' | 'findKey' | 'listKeys' | 'revokeKey' | 'touchKey'>;

export function catalogKeys(orm: BunSQLiteDatabase, guarded: Guard): KeyMethods {
  const byId = orm
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.id, sql.placeholder('id')))
    .prepare();
  return {
    async createKey(key) {
      const { id, projectNo, name, scope, hash, prefix } = key;
      const { createdAtMs, expiresAtMs, lastUsedAtMs, revokedAtMs } = key;
      const identity = { id, projectNo, name, scope, hash, prefix };
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
    async revokeKey(projectNo, id, atMs) {
      const own = and(eq(apiKeys.projectNo, projectNo), eq(apiKeys.id, id));
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
      if (!isKnown) throw new HeatError({ kind: 'not_found', message: `There is no key "${id}"` });
    },
    async touchKey(id, atMs) {
      guarded(() => orm.update(apiKeys).set({ lastUsedAtMs: atMs }).where(eq(apiKeys.id, id)).run());
    },
  };
}
