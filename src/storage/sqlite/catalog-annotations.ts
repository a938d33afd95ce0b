// The annotations of the catalog.

import { and, asc, count, eq, gte, lt } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { annotations } from './schema-catalog.ts';

type AnnotationMethods = Pick<
  Catalog,
  'createAnnotation' | 'listAnnotations' | 'countAnnotations' | 'removeAnnotation'
>;

export function catalogAnnotations(orm: BunSQLiteDatabase, guarded: Guard): AnnotationMethods {
  return {
    async createAnnotation({ id, projectNo, atMs, text, createdBy, createdAtMs }) {
      const values = { id, projectNo, atMs, text, createdBy, createdAtMs };
      guarded(() => orm.insert(annotations).values(values).run());
    },
    async listAnnotations(projectNo, { fromMs, toMs, limit }) {
      return guarded(() =>
        orm
          .select()
          .from(annotations)
          .where(
            and(
              eq(annotations.projectNo, projectNo),
              gte(annotations.atMs, fromMs),
              lt(annotations.atMs, toMs),
            ),
          )
          .orderBy(asc(annotations.atMs), asc(annotations.id))
          .limit(limit)
          .all(),
      );
    },
    async countAnnotations(projectNo) {
      const found = guarded(() =>
        orm.select({ count: count() }).from(annotations).where(eq(annotations.projectNo, projectNo)).get(),
      );
      return found?.count ?? 0;
    },
    async removeAnnotation(projectNo, id) {
      const own = and(eq(annotations.projectNo, projectNo), eq(annotations.id, id));
      const removed = guarded(() =>
        orm.delete(annotations).where(own).returning({ id: annotations.id }).get(),
      );
      if (removed) return;
      throw new HeatError({
        kind: 'not_found',
        code: 'annotation_not_found',
        message: `There is no annotation "${id}"`,
      });
    },
  };
}
