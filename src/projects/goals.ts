// Goals of a project: filters under a name that a session passes when it converts. What they count is the reports' work.

import { isNamedDimension } from '../contract/dimensions.ts';
import type { GoalView } from '../contract/goals.ts';
import { LIMITS } from '../contract/limits.ts';
import { plural } from '../contract/plural.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import type { Catalog, GoalRow } from '../storage/port-catalog.ts';

export type GoalsDeps = {
  catalog: Catalog;
  clock: Clock;
  /** Throws `invalid` unless every text is a filter that reports can be asked with. */
  checkFilters: (filters: readonly string[]) => void;
};
export type GoalFacts = {
  name: string;
  filters: readonly string[];
  /** Without it the first event that the filters ask for; null for none. */
  valueEvent?: string | null;
};
export type Goals = {
  /** By name. */
  list(projectNo: number): Promise<GoalView[]>;
  /** Throws `not_found`. */
  find(key: { projectNo: number; id: string }): Promise<GoalView>;
  /** Throws `invalid` naming the fault, `conflict` for a name that is taken and at LIMITS.goalsPerProject. */
  create(request: GoalFacts & { projectNo: number }, actor: string): Promise<GoalView>;
  /** Changes what is given. Throws `not_found`, `invalid`, `conflict`. */
  update(
    key: { projectNo: number; id: string },
    change: Partial<GoalFacts>,
    actor: string,
  ): Promise<GoalView>;
  /** Throws `not_found`, and `conflict` naming the alerts that look at it. */
  remove(key: { projectNo: number; id: string }, actor: string): Promise<void>;
};

const ID_CHARS = 10;

export function createGoals({ catalog, clock, checkFilters }: GoalsDeps): Goals {
  const record = (actor: string, action: string, id: string): Promise<void> =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `goal:${id}`, details: null });
  const checked = (filters: readonly string[]): string[] => {
    if (filters.length === 0) throw invalid('it has no filter');
    const named = filters.find((text) => isNamedDimension(text.split(':', 1)[0] ?? ''));
    if (named !== undefined) throw invalid('it cannot be made of other goals or of funnels');
    checkFilters(filters);
    return [...filters];
  };

  return {
    list: async (projectNo) => (await catalog.listGoals(projectNo)).map(viewOf),
    async find({ projectNo, id }) {
      const found = (await catalog.listGoals(projectNo)).find((row) => row.id === id);
      if (found) return viewOf(found);
      throw new HeatError({
        kind: 'not_found',
        code: 'goal_not_found',
        message: 'There is no such goal in this project',
      });
    },
    async create({ projectNo, ...given }, actor) {
      const nowMs = clock.nowMs();
      const filters = checked(given.filters);
      const row: GoalRow = {
        ...{ id: randomCode(ID_CHARS), projectNo, name: checkName(given.name), filters },
        valueEvent: given.valueEvent === undefined ? eventOf(filters) : checkEvent(given.valueEvent),
        ...{ createdBy: actor, createdAtMs: nowMs, updatedAtMs: nowMs },
      };
      if ((await catalog.listGoals(projectNo)).length >= LIMITS.goalsPerProject) throw tooMany();
      await catalog.createGoal(row);
      await record(actor, 'goal.create', row.id);
      return viewOf(row);
    },
    async update({ projectNo, id }, { name, filters, valueEvent }, actor) {
      const row = await catalog.updateGoal(projectNo, id, {
        ...(name !== undefined && { name: checkName(name) }),
        ...(filters !== undefined && { filters: checked(filters) }),
        ...(valueEvent !== undefined && { valueEvent: checkEvent(valueEvent) }),
        updatedAtMs: clock.nowMs(),
      });
      await record(actor, 'goal.update', id);
      return viewOf(row);
    },
    async remove({ projectNo, id }, actor) {
      const using = (await catalog.listAlerts(projectNo)).filter(({ rule }) => rule.goal === id);
      if (using.length > 0) throw inUse(using.map(({ name }) => name));
      await catalog.removeGoal(projectNo, id);
      await record(actor, 'goal.remove', id);
    },
  };
}

function viewOf({ projectNo: _, ...view }: GoalRow): GoalView {
  return view;
}

/** The first event that sessions must have. */
function eventOf(filters: readonly string[]): string | null {
  const found = filters.find((text) => text.startsWith('event:is:'));
  return found?.slice('event:is:'.length) ?? null;
}

function checkEvent(given: string | null): string | null {
  if (given === null) return null;
  if (given === '' || given.length > LIMITS.nameChars || given.includes('\0'))
    throw invalid(`its event has 1 to ${LIMITS.nameChars} characters`);
  return given;
}

function checkName(given: string): string {
  const name = given.trim();
  if (name.length > 0 && name.length <= LIMITS.displayNameChars && !name.includes('\0')) return name;
  throw invalid(`its name must have 1 to ${LIMITS.displayNameChars} characters`);
}

function invalid(why: string): HeatError {
  return new HeatError({ kind: 'invalid', code: 'bad_goal', message: `Cannot keep the goal: ${why}` });
}

function inUse(alerts: readonly string[]): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'goal_in_use',
    message: `Cannot remove the goal: the ${plural(alerts.length, 'alert')} ${alerts.map((name) => `"${name}"`).join(', ')} ${plural(alerts.length, 'looks', 'look')} at it`,
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_goals',
    message: `Cannot create the goal: there are ${LIMITS.goalsPerProject} already`,
    hint: 'Remove one that nobody uses.',
  });
}
