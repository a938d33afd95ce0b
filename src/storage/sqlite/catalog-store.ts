// Accounts and projects in catalog.db, over drizzle's builder. Knows rows, not what may be done with them.
// The command line of another process writes here too: every change is one short immediate transaction.

import type { Database } from 'bun:sqlite';
import { count, desc, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/bun-sqlite';
import type { Catalog } from '../port-catalog.ts';
import { catalogAlerts } from './catalog-alerts.ts';
import { catalogAnnotations } from './catalog-annotations.ts';
import { catalogForgettings } from './catalog-forgettings.ts';
import { catalogFunnels } from './catalog-funnels.ts';
import { catalogGoals } from './catalog-goals.ts';
import { createGuard } from './catalog-guard.ts';
import { catalogKeys } from './catalog-keys.ts';
import { catalogLinks } from './catalog-links.ts';
import { catalogMembers } from './catalog-members.ts';
import { catalogMuted } from './catalog-muted.ts';
import { catalogProjects } from './catalog-projects.ts';
import { catalogPurges } from './catalog-purges.ts';
import { catalogSecondFactors } from './catalog-second-factors.ts';
import { catalogSegments } from './catalog-segments.ts';
import { catalogShares } from './catalog-shares.ts';
import { catalogSignIns } from './catalog-sign-ins.ts';
import { catalogUsers } from './catalog-users.ts';
import { catalogWriteKeys } from './catalog-write-keys.ts';
import { immediate, openWriter } from './connection.ts';
import { audit } from './schema-catalog.ts';

export type CatalogOptions = {
  /** Frees some of a full disk and answers whether it could; the statement that found it full then runs once more. */
  makeRoom?: () => boolean;
};

/** Opens `catalog.db`, which must have been migrated. Throws `unavailable` when it cannot be opened. */
export async function openSqliteCatalog(path: string, options: CatalogOptions = {}): Promise<Catalog> {
  const db = openWriter(path);
  // What is removed (accounts, keys, projects) leaves no trace in the file.
  db.run('pragma secure_delete = on');
  return sqliteCatalog(db, options);
}

/** The catalog over an open connection, which it closes in the end. */
export function sqliteCatalog(db: Database, options: CatalogOptions = {}): Catalog {
  const guarded = createGuard(options.makeRoom ?? (() => false));
  const orm = drizzle(db);
  // data_version tells of other connections only, total_changes of this one only; both only grow.
  const others = db.query<{ data_version: number }, []>('pragma data_version');
  const own = db.query<{ changes: number }, []>('select total_changes() as changes');
  return {
    ...catalogUsers(orm, guarded),
    ...catalogMuted(orm, guarded),
    ...catalogProjects(orm, guarded),
    ...catalogKeys(orm, guarded),
    ...catalogWriteKeys(orm, guarded),
    ...catalogSegments(orm, guarded),
    ...catalogFunnels(orm, guarded),
    ...catalogGoals(orm, guarded),
    ...catalogAlerts(orm, guarded),
    ...catalogMembers(orm, guarded),
    ...catalogAnnotations(orm, guarded),
    ...catalogForgettings(orm, guarded, () => db.run('pragma wal_checkpoint(truncate)')),
    ...catalogPurges(orm, guarded),
    ...catalogLinks(orm, guarded),
    ...catalogSignIns(orm, guarded),
    ...catalogSecondFactors(orm, guarded),
    ...catalogShares(orm, guarded),
    async version() {
      return guarded(() => (others.get()?.data_version ?? 0) + (own.get()?.changes ?? 0));
    },
    async alone(work) {
      return guarded(() => immediate(db, work));
    },
    async recordAudit({ atMs, actor, action, target, details }) {
      guarded(() => orm.insert(audit).values({ atMs, actor, action, target, details }).run());
    },
    async listAudit({ beforeId, limit }) {
      const older = beforeId === null ? undefined : lt(audit.id, beforeId);
      return guarded(() => ({
        rows: orm.select().from(audit).where(older).orderBy(desc(audit.id)).limit(limit).all(),
        total: orm.select({ count: count() }).from(audit).get()?.count ?? 0,
      }));
    },
    async close() {
      // Prepared statements keep the file half open after close(), so the log would stay behind.
      guarded(() => db.run('pragma wal_checkpoint(truncate)'));
      db.close();
    },
  };
}
