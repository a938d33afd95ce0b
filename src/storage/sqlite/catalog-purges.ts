// Orders to remove made-up sessions, in the catalog.

import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import type { PurgeCatalog } from '../port-purges.ts';
import type { Guard } from './catalog-guard.ts';
import { purges } from './schema-purges.ts';

export function catalogPurges(orm: BunSQLiteDatabase, guarded: Guard): PurgeCatalog {
  return {
    async createPurge({ filters, includeBots, asked, ...order }) {
      const values = {
        ...order,
        filters: [...asked],
        meaning: [...filters],
        includesBots: includeBots,
      };
      guarded(() => orm.insert(purges).values(values).run());
    },
    async openPurges() {
      const { id, projectNo, fromMs, toMs, meaning, includesBots, askedAtMs } = purges;
      const rows = guarded(() =>
        orm
          .select({ id, projectNo, fromMs, toMs, meaning, includeBots: includesBots, askedAtMs })
          .from(purges)
          .where(isNull(purges.doneAtMs))
          .orderBy(asc(askedAtMs), asc(id))
          .all(),
      );
      return rows.flatMap(({ meaning, ...row }) => (meaning === null ? [] : { ...row, filters: meaning }));
    },
    async listPurges(projectNo, limit) {
      const { id, fromMs, toMs, filters, includesBots, askedAtMs, askedBy, doneAtMs, removed } = purges;
      const told = { id, fromMs, toMs, filters, bots: includesBots, askedAtMs, askedBy, doneAtMs, removed };
      return guarded(() =>
        orm
          .select(told)
          .from(purges)
          .where(eq(purges.projectNo, projectNo))
          .orderBy(desc(askedAtMs), desc(id))
          .limit(limit)
          .all(),
      );
    },
    async finishPurge(id, { doneAtMs, removed }) {
      const open = and(eq(purges.id, id), isNull(purges.doneAtMs));
      guarded(() => orm.update(purges).set({ doneAtMs, removed, meaning: null }).where(open).run());
    },
  };
}
