// heat goal add | list | show | remove: filters that a session passes when it converts, and what they came to.

import type { Command } from 'commander';
import type { GoalResult, GoalView } from '../../contract/goals.ts';
import { HeatError } from '../../lib/errors.ts';
import { goalResults } from '../../reports/goals.ts';
import type { Catalog } from '../../storage/port-catalog.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { collect, type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { facts, json, percent, strong, type Terminal } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, printRows } from '../rows.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type ShowOptions = ScopeOptions & FormatOptions;
type AddOptions = ProjectOptions & { filter: string[]; value?: string | false };

export function addGoalCommand(program: Command, terminal: Terminal): void {
  const goal = program
    .command('goal')
    .description('Goals: filters that a session passes when it converts, and what they came to.');
  withCommon(
    withProject(goal.command('add <name>').description('Save filters as a goal.'))
      .requiredOption('--filter <filter>', 'dimension:op:value, repeatable; all must hold', collect)
      .option('--value <event>', 'custom event whose values are added up (default: the first of the filters)')
      .option('--no-value', 'add up no values'),
    'heat goal add Purchase --filter event:is:purchase',
  ).action((name: string, options: AddOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options);
      const { filter: filters, value } = options;
      // Commander answers true for a --no-… option that is not given.
      const valueEvent =
        value === false ? { valueEvent: null } : typeof value === 'string' && { valueEvent: value };
      const asked = { projectNo, name, filters, ...valueEvent };
      const made = await openRooms(catalog).goals.create(asked, TERMINAL_ACTOR);
      terminal.out(options.json ? json(made) : describe(made));
    }),
  );
  withCommon(
    withFormats(withProject(goal.command('list').description('List the goals of a project.'))),
    'heat goal list --project my-shop',
  ).action((options: ProjectOptions & FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const { no, id } = await projectOf(catalog, options);
      const rows = await openRooms(catalog).goals.list(no);
      await printRows(terminal, options, { columns: GOALS, rows, empty: noGoal(options, id) });
    }),
  );
  withCommon(
    withFormats(
      withScopeOptions(
        goal
          .command('show')
          .description('What goals came to, and what they came to before.')
          .argument('[goal]', 'id or name of one (default: all)'),
        '30d',
      ),
    ),
    'heat goal show Purchase --period 7d --filter device:is:mobile',
  ).action((name: string | undefined, options: ShowOptions) => runShow(terminal, name, options));
  withCommon(
    withProject(goal.command('remove <goal>').description('Remove a goal, named by its id or its name.')),
    'heat goal remove Purchase',
  ).action((name: string, options: ProjectOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options);
      const found = await chosenGoal(catalog, projectNo, name);
      await openRooms(catalog).goals.remove({ projectNo, id: found.id }, TERMINAL_ACTOR);
      terminal.out(options.json ? json(found) : `Removed ${found.name}\n`);
    }),
  );
}

/** By its id or its name. Throws `not_found` naming those that there are. */
export async function chosenGoal(catalog: Catalog, projectNo: number, name: string): Promise<GoalView> {
  const goals = await openRooms(catalog).goals.list(projectNo);
  const found = goals.find(({ id }) => id === name) ?? goals.find((one) => one.name === name);
  if (found) return found;
  const hint =
    goals.length > 0
      ? `There are: ${goals.map((one) => one.name).join(', ')}`
      : 'How to make one: heat goal add --help';
  throw new HeatError({ kind: 'not_found', message: `There is no goal "${name}"`, hint });
}

async function runShow(terminal: Terminal, name: string | undefined, options: ShowOptions): Promise<void> {
  const { project, scope } = await readScopeOptions(options, { defaultPeriod: '30d', nowMs: Date.now() });
  const goals = await withCatalog(options, async (catalog) =>
    name === undefined
      ? openRooms(catalog).goals.list(project.no)
      : [await chosenGoal(catalog, project.no, name)],
  );
  const store = await openReports(options);
  try {
    const rows = await goalResults(store, { scope: { ...scope, comparePrevious: true }, goals });
    await printRows(terminal, options, { columns: RESULTS, rows, empty: noGoal(options, project.id) });
  } finally {
    await store.close();
  }
}

const GOALS: readonly Column<GoalView>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'filters', read: ({ filters }) => filters.join('  ') },
  { name: 'value_event', head: 'value of', read: ({ valueEvent }) => valueEvent },
];

const RESULTS: readonly Column<GoalResult>[] = [
  { name: 'goal', read: ({ goal }) => goal.name },
  { name: 'conversions', read: ({ counts }) => counts.conversions },
  { name: 'conversions_before', head: 'before', read: ({ previous }) => previous?.conversions ?? null },
  { name: 'rate', read: ({ counts }) => counts.rate, show: ({ counts }) => percent(counts.rate) },
  {
    ...{ name: 'rate_before', head: 'before', read: ({ previous }) => previous?.rate ?? null },
    show: ({ previous }) => percent(previous?.rate ?? null),
  },
  {
    ...{ name: 'value', read: ({ counts }) => counts.value },
    show: ({ counts }) => counts.value?.toLocaleString('en') ?? '',
  },
  { name: 'sessions', head: 'of sessions', read: ({ counts }) => counts.sessions },
];

function noGoal(options: ProjectOptions, project: string): string {
  return `There is no goal yet. Make one: ${lineOf(options, `goal add Purchase --project ${project} --filter event:is:purchase`)}`;
}

function describe({ id, name, filters, valueEvent }: GoalView): string {
  return facts([
    ['id', id],
    ['name', strong(name)],
    ['filters', filters.join('  ')],
    ['value of', valueEvent ?? 'nothing'],
  ]);
}
