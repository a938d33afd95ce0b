// The saved funnels of the catalog.

import { and, asc, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { funnels } from './schema-catalog.ts';

type FunnelMethods = Pick<Catalog, 'createFunnel' | 'listFunnels' | 'updateFunnel' | 'removeFunnel'>;

export function catalogFunnels(orm: BunSQLiteDatabase, guarded: Guard): FunnelMethods {
  const ownOf = (projectNo: number, id: string) => and(eq(funnels.projectNo, projectNo), eq(funnels.id, id));
  return {
    async createFunnel(row) {
      guarded(
        () =>
          orm
            .insert(funnels)
            .values({ ...row })
            .run(),
        taken('create', row.name),
      );
    },
    async listFunnels(projectNo) {
      return guarded(() =>
        orm
          .select()
          .from(funnels)
          .where(eq(funnels.projectNo, projectNo))
          .orderBy(asc(funnels.position), asc(funnels.createdAtMs), asc(funnels.id))
          .all(),
      );
    },
    async updateFunnel(projectNo, id, change) {
      const updated = guarded(
        () =>
          orm
            .update(funnels)
            .set({ ...change })
            .where(ownOf(projectNo, id))
            .returning()
            .get(),
        taken('change', change.name ?? ''),
      );
      if (!updated) throw unknownFunnel();
      return updated;
    },
    async removeFunnel(projectNo, id) {
      const removed = guarded(() =>
        orm.delete(funnels).where(ownOf(projectNo, id)).returning({ id: funnels.id }).get(),
      );
      if (!removed) throw unknownFunnel();
    },
  };
}

function taken(what: string, name: string): string {
  return `Cannot ${what} the funnel: the project has one named "${name}" already`;
}

function unknownFunnel(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'funnel_not_found',
    message: 'There is no such funnel in this project',
  });
}
