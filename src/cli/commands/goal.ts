// heat goal add | list | show | remove: filters that a session passes when it converts, and what they came to.

import type { Command } from 'commander';
import type { GoalResult, GoalView } from '../../contract/goals.ts';
import { HeatError } from '../../lib/errors.ts';
import { goalResults } from '../../reports/goals.ts';
import type { Catalog } from '../../storage/port-catalog.ts';
import { type CommonOptions, collect, projectOf, withCatalog, withCommon } from '../options.ts';
import { dim, facts, json, strong, type Terminal, table } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type GoalOptions = CommonOptions & { project?: string };
type AddOptions = GoalOptions & { filter: string[]; value?: string | false };

export function addGoalCommand(program: Command, terminal: Terminal): void {
  const goal = program
    .command('goal')
    .description('Goals: filters that a session passes when it converts, and what they came to.');
  const onProject = (command: Command) =>
    command.option('--project <id>', 'project (may be left out when there is only one)');

  withCommon(
    onProject(goal.command('add <name>').description('Save filters as a goal.'))
      .requiredOption('--filter <filter>', 'dimension:op:value, repeatable; all must hold', collect, [])
      .option('--value <event>', 'custom event whose values are added up (default: the first of the filters)')
      .option('--no-value', 'add up no values'),
    'heat goal add Purchase --filter event:is:purchase',
  ).action((name: string, options: AddOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options.project);
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
    onProject(goal.command('list').description('List the goals of a project.')),
    'heat goal list --project my-shop',
  ).action((options: GoalOptions) =>
    withCatalog(options, async (catalog) => {
      const { no } = await projectOf(catalog, options.project);
      const goals = await openRooms(catalog).goals.list(no);
      if (options.json) return terminal.out(json(goals));
      const rows = goals.map((one) => [one.id, one.name, one.filters.join('  '), one.valueEvent ?? '']);
      terminal.out(table(['id', 'name', 'filters', 'value of'], rows));
    }),
  );
  withCommon(
    withScopeOptions(
      goal
        .command('show')
        .description('What goals came to, and what they came to before.')
        .argument('[goal]', 'id or name of one (default: all)'),
      '30d',
    ),
    'heat goal show Purchase --period 7d --filter device:is:mobile',
  ).action((name: string | undefined, options: ScopeOptions) => runShow(terminal, name, options));
  withCommon(
    onProject(goal.command('remove <goal>').description('Remove a goal, named by its id or its name.')),
    'heat goal remove Purchase',
  ).action((name: string, options: GoalOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options.project);
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
    goals.length > 0 ? `There are: ${goals.map((one) => one.name).join(', ')}` : 'heat goal add --help';
  throw new HeatError({ kind: 'not_found', message: `There is no goal "${name}"`, hint });
}

async function runShow(terminal: Terminal, name: string | undefined, options: ScopeOptions): Promise<void> {
  const { project, scope } = await readScopeOptions(options, { defaultPeriod: '30d', nowMs: Date.now() });
  const goals = await withCatalog(options, async (catalog) =>
    name === undefined
      ? openRooms(catalog).goals.list(project.no)
      : [await chosenGoal(catalog, project.no, name)],
  );
  const store = await openReports(options);
  try {
    const results = await goalResults(store, { scope: { ...scope, comparePrevious: true }, goals });
    if (options.json) return terminal.out(json(results));
    if (results.length === 0) return terminal.err(dim('The project has no goals: heat goal add --help\n'));
    terminal.out(resultTable(results));
  } finally {
    await store.close();
  }
}

function resultTable(results: readonly GoalResult[]): string {
  return table(
    ['goal', 'conversions', 'before', 'rate', 'before', 'value', 'of sessions'],
    results.map(({ goal, counts, previous }) => [
      strong(goal.name),
      String(counts.conversions),
      String(previous?.conversions ?? ''),
      percent(counts.rate),
      percent(previous?.rate ?? null),
      counts.value === null ? '' : counts.value.toLocaleString('en'),
      String(counts.sessions),
    ]),
  );
}

function describe({ id, name, filters, valueEvent }: GoalView): string {
  return facts([
    ['id', id],
    ['name', strong(name)],
    ['filters', filters.join('  ')],
    ['value of', valueEvent ?? 'nothing'],
  ]);
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}
