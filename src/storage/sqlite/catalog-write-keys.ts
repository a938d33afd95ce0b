// Write keys that were replaced, and replacing them.

import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import type { KeyCatalog } from '../port-keys.ts';
import type { Guard } from './catalog-guard.ts';
import { unknownProject } from './catalog-projects.ts';
import { projects } from './schema-catalog.ts';
import { oldWriteKeys } from './schema-keys.ts';

type WriteKeyMethods = Pick<
  KeyCatalog,
  'rotateWriteKey' | 'findOldWriteKey' | 'listOldWriteKeys' | 'endOldWriteKey'
>;

export function catalogWriteKeys(orm: BunSQLiteDatabase, guarded: Guard): WriteKeyMethods {
  const byKey = orm
    .select()
    .from(oldWriteKeys)
    .where(eq(oldWriteKeys.writeKey, sql.placeholder('writeKey')))
    .prepare();
  return {
    async rotateWriteKey(id, { writeKey, atMs, oldUntilMs }) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const found = tx.select().from(projects).where(eq(projects.id, id)).get();
            if (!found) throw unknownProject(id);
            tx.update(projects).set({ writeKey }).where(eq(projects.id, id)).run();
            tx.delete(oldWriteKeys).where(lte(oldWriteKeys.expiresAtMs, atMs)).run();
            if (oldUntilMs === null || oldUntilMs <= atMs) return;
            const dates = { replacedAtMs: atMs, expiresAtMs: oldUntilMs };
            tx.insert(oldWriteKeys)
              .values({ writeKey: found.writeKey, projectNo: found.no, ...dates })
              .run();
            const beyond = tx
              .select({ writeKey: oldWriteKeys.writeKey })
              .from(oldWriteKeys)
              .where(eq(oldWriteKeys.projectNo, found.no))
              .orderBy(desc(oldWriteKeys.expiresAtMs), desc(oldWriteKeys.replacedAtMs))
              .all()
              .slice(LIMITS.oldWriteKeys)
              .map((row) => row.writeKey);
            tx.delete(oldWriteKeys).where(inArray(oldWriteKeys.writeKey, beyond)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work, `Cannot change project "${id}": the write key is taken`);
    },
    async findOldWriteKey(writeKey, atMs) {
      const row = guarded(() => byKey.get({ writeKey }));
      return row && row.expiresAtMs > atMs ? row : null;
    },
    async listOldWriteKeys(projectNo, atMs) {
      const live = and(eq(oldWriteKeys.projectNo, projectNo), gt(oldWriteKeys.expiresAtMs, atMs));
      return guarded(() =>
        orm.select().from(oldWriteKeys).where(live).orderBy(asc(oldWriteKeys.expiresAtMs)).all(),
      );
    },
    async endOldWriteKey(projectNo, writeKey) {
      const own = and(eq(oldWriteKeys.projectNo, projectNo), eq(oldWriteKeys.writeKey, writeKey));
      const gone = guarded(() =>
        orm.delete(oldWriteKeys).where(own).returning({ no: oldWriteKeys.projectNo }).get(),
      );
      if (gone) return;
      throw new HeatError({
        kind: 'not_found',
        code: 'write_key_not_found',
        message: 'The project has no replaced write key of that name: it has ended or never was one',
        hint: 'Those that still let in: heat project show <id>',
      });
    },
  };
}
