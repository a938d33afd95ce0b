// The saved filters of the catalog.

import { and, asc, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { segments } from './schema-catalog.ts';

type SegmentMethods = Pick<Catalog, 'createSegment' | 'listSegments' | 'updateSegment' | 'removeSegment'>;

export function catalogSegments(orm: BunSQLiteDatabase, guarded: Guard): SegmentMethods {
  const ownOf = (projectNo: number, id: string) =>
    and(eq(segments.projectNo, projectNo), eq(segments.id, id));
  return {
    async createSegment(segment) {
      const { id, projectNo, name, filters, createdBy, createdAtMs, updatedAtMs } = segment;
      const values = { id, projectNo, name, filters, createdBy, createdAtMs, updatedAtMs };
      guarded(() => orm.insert(segments).values(values).run(), taken('create', name));
    },
    async listSegments(projectNo) {
      return guarded(() =>
        orm
          .select()
          .from(segments)
          .where(eq(segments.projectNo, projectNo))
          .orderBy(asc(segments.name))
          .all(),
      );
    },
    async updateSegment(projectNo, id, { name, filters, updatedAtMs }) {
      const updated = guarded(
        () =>
          orm
            .update(segments)
            .set({ name, filters, updatedAtMs })
            .where(ownOf(projectNo, id))
            .returning()
            .get(),
        taken('change', name ?? ''),
      );
      if (!updated) throw unknownSegment(id);
      return updated;
    },
    async removeSegment(projectNo, id) {
      const removed = guarded(() =>
        orm.delete(segments).where(ownOf(projectNo, id)).returning({ id: segments.id }).get(),
      );
      if (!removed) throw unknownSegment(id);
    },
  };
}

function taken(what: string, name: string): string {
  return `Cannot ${what} the segment: the project has one named "${name}" already`;
}

function unknownSegment(id: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'segment_not_found',
    message: `There is no segment "${id}"`,
  });
}
