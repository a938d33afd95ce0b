// The muted elements of the catalog.

import { and, desc, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { mutedElements } from './schema-catalog.ts';

type MutedMethods = Pick<Catalog, 'muteElement' | 'listMutedElements' | 'unmuteElement'>;

export function catalogMuted(orm: BunSQLiteDatabase, guarded: Guard): MutedMethods {
  return {
    async muteElement({ projectNo, element, kind, label, mutedBy, mutedAtMs }) {
      const values = { projectNo, element, kind, label, mutedBy, mutedAtMs };
      guarded(() => orm.insert(mutedElements).values(values).onConflictDoNothing().run());
    },
    async listMutedElements(projectNo) {
      return guarded(() =>
        orm
          .select()
          .from(mutedElements)
          .where(eq(mutedElements.projectNo, projectNo))
          .orderBy(desc(mutedElements.mutedAtMs), mutedElements.element, mutedElements.kind)
          .all(),
      );
    },
    async unmuteElement(projectNo, element, kind) {
      const own = and(
        eq(mutedElements.projectNo, projectNo),
        eq(mutedElements.element, element),
        eq(mutedElements.kind, kind),
      );
      const removed = guarded(() =>
        orm.delete(mutedElements).where(own).returning({ element: mutedElements.element }).get(),
      );
      if (removed) return;
      throw new HeatError({
        kind: 'not_found',
        code: 'not_muted',
        message: `Cannot unmute element "${element.toString(36)}" for ${kind} clicks: it is not muted`,
      });
    },
  };
}
