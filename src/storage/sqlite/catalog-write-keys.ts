// Write keys that were replaced, and replacing them. Ended ones stay for a while: what still sends with them is told so.

import { and, asc, desc, eq, gt, inArray, lte, type SQL, sql } from 'drizzle-orm';
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

/** Of a key that was ended before its time. */
const ENDED = 0;

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
            const dates = { replacedAtMs: atMs, expiresAtMs: oldUntilMs ?? ENDED };
            tx.insert(oldWriteKeys)
              .values({ writeKey: found.writeKey, projectNo: found.no, ...dates })
              .run();
            boundKeys(tx, found.no, atMs);
          },
          { behavior: 'immediate' },
        );
      guarded(work, `Cannot change project "${id}": the write key is taken`);
    },
    async findOldWriteKey(writeKey) {
      return guarded(() => byKey.get({ writeKey })) ?? null;
    },
    async listOldWriteKeys(projectNo, atMs) {
      const live = and(eq(oldWriteKeys.projectNo, projectNo), gt(oldWriteKeys.expiresAtMs, atMs));
      return guarded(() =>
        orm.select().from(oldWriteKeys).where(live).orderBy(asc(oldWriteKeys.expiresAtMs)).all(),
      );
    },
    async endOldWriteKey(projectNo, writeKey, atMs) {
      const live = and(
        eq(oldWriteKeys.projectNo, projectNo),
        eq(oldWriteKeys.writeKey, writeKey),
        gt(oldWriteKeys.expiresAtMs, atMs),
      );
      const ended = guarded(() =>
        orm
          .update(oldWriteKeys)
          .set({ expiresAtMs: ENDED })
          .where(live)
          .returning({ no: oldWriteKeys.projectNo })
          .get(),
      );
      if (ended) return;
      throw new HeatError({
        kind: 'not_found',
        code: 'write_key_not_found',
        message: 'The project has no replaced write key of that name: it has ended or never was one',
        hint: 'Those that still let in: heat project show <id>',
      });
    },
  };
}

/** Ends the live keys beyond their number, then forgets the ended ones beyond theirs. */
function boundKeys(
  tx: Pick<BunSQLiteDatabase, 'select' | 'update' | 'delete'>,
  no: number,
  atMs: number,
): void {
  const own = eq(oldWriteKeys.projectNo, no);
  const keysOf = (state: SQL, ...order: SQL[]) =>
    tx
      .select({ writeKey: oldWriteKeys.writeKey })
      .from(oldWriteKeys)
      .where(and(own, state))
      .orderBy(...order)
      .all()
      .map(({ writeKey }) => writeKey);
  const newest = desc(oldWriteKeys.replacedAtMs);
  const live = keysOf(gt(oldWriteKeys.expiresAtMs, atMs), desc(oldWriteKeys.expiresAtMs), newest);
  const over = inArray(oldWriteKeys.writeKey, live.slice(LIMITS.oldWriteKeys));
  tx.update(oldWriteKeys).set({ expiresAtMs: ENDED }).where(over).run();
  const ended = keysOf(lte(oldWriteKeys.expiresAtMs, atMs), newest);
  const forgotten = inArray(oldWriteKeys.writeKey, ended.slice(LIMITS.endedWriteKeys));
  tx.delete(oldWriteKeys).where(forgotten).run();
}
