// Share links of the catalog.

import { and, desc, eq, lt } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { ShareCatalog } from '../port-shares.ts';
import type { Guard } from './catalog-guard.ts';
import { shares } from './schema-catalog.ts';

export function catalogShares(orm: BunSQLiteDatabase, guarded: Guard): ShareCatalog {
  return {
    async createShare(row) {
      const { id, hash, projectNo, name, question, passwordHash } = row;
      const { createdBy, createdAtMs, expiresAtMs, openedAtMs } = row;
      const dates = { createdAtMs, expiresAtMs, openedAtMs };
      const values = { id, hash, projectNo, name, question, passwordHash, createdBy, ...dates };
      guarded(() => orm.insert(shares).values(values).run());
    },
    async listShares(projectNo) {
      const own = eq(shares.projectNo, projectNo);
      return guarded(() =>
        orm.select().from(shares).where(own).orderBy(desc(shares.createdAtMs), desc(shares.id)).all(),
      );
    },
    async findShare(id) {
      return guarded(() => orm.select().from(shares).where(eq(shares.id, id)).get() ?? null);
    },
    async findShareByHash(hash) {
      return guarded(() => orm.select().from(shares).where(eq(shares.hash, hash)).get() ?? null);
    },
    async touchShare(id, openedAtMs) {
      guarded(() => orm.update(shares).set({ openedAtMs }).where(eq(shares.id, id)).run());
    },
    async removeShare(projectNo, id) {
      const own = and(eq(shares.projectNo, projectNo), eq(shares.id, id));
      const removed = guarded(() => orm.delete(shares).where(own).returning({ id: shares.id }).get());
      if (removed) return;
      throw new HeatError({
        kind: 'not_found',
        code: 'share_not_found',
        message: 'There is no such share link in this project',
        hint: 'Those that there are: heat share list',
      });
    },
    async pruneShares(beforeMs) {
      guarded(() => orm.delete(shares).where(lt(shares.expiresAtMs, beforeMs)).run());
    },
  };
}
