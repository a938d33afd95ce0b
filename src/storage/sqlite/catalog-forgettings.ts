// Orders to forget a person, in the catalog.

import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import type { ForgettingCatalog, OpenForgetting } from '../port-forgettings.ts';
import type { Guard } from './catalog-guard.ts';
import { forgettings } from './schema-catalog-forgettings.ts';

/** `truncateLog` moves the write-ahead log into the file and empties it; it may fail while somebody reads. */
export function catalogForgettings(
  orm: BunSQLiteDatabase,
  guarded: Guard,
  truncateLog: () => void,
): ForgettingCatalog {
  return {
    async createForgetting({ id, projectNo, kind, subject, askedAtMs, askedBy }) {
      const values = { id, projectNo, kind, subject, askedAtMs, askedBy };
      guarded(() => orm.insert(forgettings).values(values).run());
    },
    async openForgettings() {
      const { id, projectNo, kind, subject, askedAtMs } = forgettings;
      const rows = guarded(() =>
        orm
          .select({ id, projectNo, kind, subject, askedAtMs })
          .from(forgettings)
          .where(isNull(forgettings.doneAtMs))
          .orderBy(asc(askedAtMs), asc(id))
          .all(),
      );
      return rows.filter((row): row is OpenForgetting => row.subject !== null);
    },
    async listForgettings(projectNo, limit) {
      const { id, kind, askedAtMs, askedBy, doneAtMs, removed } = forgettings;
      return guarded(() =>
        orm
          .select({ id, kind, askedAtMs, askedBy, doneAtMs, removed })
          .from(forgettings)
          .where(eq(forgettings.projectNo, projectNo))
          .orderBy(desc(askedAtMs), desc(id))
          .limit(limit)
          .all(),
      );
    },
    async finishForgetting(id, { doneAtMs, removed }) {
      const open = and(eq(forgettings.id, id), isNull(forgettings.doneAtMs));
      guarded(() => orm.update(forgettings).set({ doneAtMs, removed, subject: null }).where(open).run());
      truncateLog();
    },
  };
}
