// The goals of the catalog.

import { and, asc, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { GoalCatalog } from '../port-goals.ts';
import type { Guard } from './catalog-guard.ts';
import { goals } from './schema-goals.ts';

type GoalMethods = Pick<GoalCatalog, 'createGoal' | 'listGoals' | 'updateGoal' | 'removeGoal'>;

export function catalogGoals(orm: BunSQLiteDatabase, guarded: Guard): GoalMethods {
  const ownOf = (projectNo: number, id: string) => and(eq(goals.projectNo, projectNo), eq(goals.id, id));
  return {
    async createGoal(goal) {
      guarded(() => orm.insert(goals).values(goal).run(), taken('create', goal.name));
    },
    async listGoals(projectNo) {
      return guarded(() =>
        orm.select().from(goals).where(eq(goals.projectNo, projectNo)).orderBy(asc(goals.name)).all(),
      );
    },
    async updateGoal(projectNo, id, change) {
      const updated = guarded(
        () => orm.update(goals).set(change).where(ownOf(projectNo, id)).returning().get(),
        taken('change', change.name ?? ''),
      );
      if (!updated) throw unknownGoal(id);
      return updated;
    },
    async removeGoal(projectNo, id) {
      const removed = guarded(() =>
        orm.delete(goals).where(ownOf(projectNo, id)).returning({ id: goals.id }).get(),
      );
      if (!removed) throw unknownGoal(id);
    },
  };
}

function taken(what: string, name: string): string {
  return `Cannot ${what} the goal: the project has one named "${name}" already`;
}

function unknownGoal(id: string): HeatError {
  return new HeatError({ kind: 'not_found', code: 'goal_not_found', message: `There is no goal "${id}"` });
}
