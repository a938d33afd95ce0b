// The projects table of the catalog.

import { asc, eq, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { projects, removedProjects } from './schema-catalog.ts';

type ProjectMethods = Pick<
  Catalog,
  | 'createProject'
  | 'findProject'
  | 'findProjectByNo'
  | 'findProjectByWriteKey'
  | 'listProjects'
  | 'updateProject'
  | 'changePageRules'
  | 'removeProject'
  | 'removedProjects'
  | 'forgetRemovedProject'
>;

export function catalogProjects(orm: BunSQLiteDatabase, guarded: Guard): ProjectMethods {
  const byId = orm
    .select()
    .from(projects)
    .where(eq(projects.id, sql.placeholder('id')))
    .prepare();
  const byWriteKey = orm
    .select()
    .from(projects)
    .where(eq(projects.writeKey, sql.placeholder('writeKey')))
    .prepare();
  return {
    async createProject({ id, name, origins, timeZone, writeKey, createdAtMs }) {
      const values = { id, name, origins, timeZone, writeKey, createdAtMs };
      return guarded(
        () => orm.insert(projects).values(values).returning().get(),
        `Cannot create project "${id}": its id or write key is taken`,
      );
    },
    async findProject(id) {
      return guarded(() => byId.get({ id }) ?? null);
    },
    async findProjectByNo(no) {
      return guarded(() => orm.select().from(projects).where(eq(projects.no, no)).get() ?? null);
    },
    async findProjectByWriteKey(writeKey) {
      return guarded(() => byWriteKey.get({ writeKey }) ?? null);
    },
    async listProjects() {
      return guarded(() => orm.select().from(projects).orderBy(asc(projects.no)).all());
    },
    async updateProject(id, { name, origins, timeZone, writeKey, settings }) {
      const merged = settings && sql`json_patch(${projects.settings}, ${JSON.stringify(settings)})`;
      const change = { name, origins, timeZone, writeKey, settings: merged };
      const isEmpty = Object.values(change).every((value) => value === undefined);
      const updated = guarded(
        () =>
          isEmpty
            ? byId.get({ id })
            : orm.update(projects).set(change).where(eq(projects.id, id)).returning().get(),
        `Cannot change project "${id}": the write key is taken`,
      );
      if (!updated) throw unknownProject(id);
      return updated;
    },
    async changePageRules(id, change) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const found = tx.select().from(projects).where(eq(projects.id, id)).get();
            if (!found) throw unknownProject(id);
            const pageRules = change(found.pageRules);
            tx.update(projects).set({ pageRules }).where(eq(projects.id, id)).run();
            return { ...found, pageRules };
          },
          { behavior: 'immediate' },
        );
      return guarded(work);
    },
    async removeProject(id) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const removed = tx
              .delete(projects)
              .where(eq(projects.id, id))
              .returning({ no: projects.no })
              .get();
            if (removed) tx.insert(removedProjects).values({ projectNo: removed.no }).run();
            return removed;
          },
          { behavior: 'immediate' },
        );
      if (!guarded(work)) throw unknownProject(id);
    },
    async removedProjects() {
      const rows = guarded(() =>
        orm.select().from(removedProjects).orderBy(asc(removedProjects.projectNo)).all(),
      );
      return rows.map(({ projectNo }) => projectNo);
    },
    async forgetRemovedProject(no) {
      guarded(() => orm.delete(removedProjects).where(eq(removedProjects.projectNo, no)).run());
    },
  };
}

export function unknownProject(id: string): HeatError {
  return new HeatError({ kind: 'not_found', message: `There is no project "${id}"` });
}
