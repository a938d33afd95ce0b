// heat funnel list | show: saved funnels and how many get through them, with the same numbers as the dashboard.

import type { Command } from 'commander';
import { SPLIT_DIMENSIONS } from '../../contract/dimensions.ts';
import type { FunnelAnswer, FunnelView } from '../../contract/funnels.ts';
import { HeatError } from '../../lib/errors.ts';
import { funnel } from '../../reports/funnel.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { day, dim, json, strong, type Terminal, table } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms } from '../rooms.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type ShowOptions = ScopeOptions & { split?: string };

export function addFunnelCommand(program: Command, terminal: Terminal): void {
  const command = program.command('funnel').description('Saved funnels, and how many get through them.');
  withCommon(
    command
      .command('list')
      .description('List the funnels of a project in their order.')
      .option('--project <id>', 'project (may be left out when there is only one)'),
    'heat funnel list --project my-shop',
  ).action((options: CommonOptions & { project?: string }) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options.project);
      const funnels = await openRooms(catalog).funnels.list(project.no);
      if (options.json) return terminal.out(json(funnels));
      terminal.out(
        table(
          ['id', 'name', 'steps', 'by', 'changed (UTC)', 'state'],
          funnels.map((one) => [
            one.id,
            one.name,
            String(one.steps.length),
            one.unit,
            day(one.updatedAtMs),
            one.archivedAtMs === null ? 'in use' : 'archived',
          ]),
        ),
      );
    }),
  );
  withCommon(
    withScopeOptions(
      command.command('show <funnel>').description('Count one funnel, named by its id or its name.'),
      '30d',
    ).option('--split <dimension>', `one of ${SPLIT_DIMENSIONS.join(', ')}`),
    'heat funnel show Purchase --period 7d --split device',
  ).action((name: string, options: ShowOptions) => runShow(terminal, name, options));
}

async function runShow(terminal: Terminal, name: string, options: ShowOptions): Promise<void> {
  const nowMs = Date.now();
  const { project, scope } = await readScopeOptions(options, { defaultPeriod: '30d', nowMs });
  const found = await withCatalog(options, async (catalog) =>
    chosenFunnel(await openRooms(catalog).funnels.list(project.no), name),
  );
  const store = await openReports(options);
  try {
    const { steps, windowMs, order, unit } = found;
    const definition = { steps, windowMs, order, unit };
    const answer = await funnel(store, { scope, definition, split: options.split });
    terminal.out(options.json ? json(answer) : describe(found.name, answer));
  } finally {
    await store.close();
  }
}

/** By its id or its name. Throws `not_found` naming those that there are. */
export function chosenFunnel(funnels: readonly FunnelView[], name: string): FunnelView {
  const found = funnels.find(({ id }) => id === name) ?? funnels.find((one) => one.name === name);
  if (found) return found;
  throw new HeatError({
    kind: 'not_found',
    message: `There is no funnel "${name}"`,
    hint:
      funnels.length > 0
        ? `There are: ${funnels.map((one) => one.name).join(', ')}`
        : 'The project has none.',
  });
}

function describe(name: string, answer: FunnelAnswer): string {
  const rows = answer.steps.map((step, index) => [
    `${index + 1}. ${step.label}`,
    String(step.count),
    percent(step.share),
    index === 0 ? '' : percent(step.shareOfPrevious),
    step.left === 0 ? '' : String(step.left),
    seconds(step.medianMs),
    seconds(step.p90Ms),
  ]);
  const steps = table(
    ['step', `${answer.definition.unit}s`, 'of all', 'of the step before', 'left', 'median', 'p90'],
    rows,
  );
  if (answer.splitBy === null) return `${strong(name)}\n\n${steps}`;
  const groups = table(
    [answer.splitBy, ...answer.steps.map((_, index) => String(index + 1)), 'through'],
    answer.groups.map(({ value, counts }) => [
      value ?? 'all others',
      ...counts.map(String),
      percent(counts[0] ? (counts.at(-1) ?? 0) / counts[0] : null),
    ]),
  );
  return `${strong(name)}\n\n${steps}\n${dim(`by ${answer.splitBy}`)}\n${groups}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function seconds(durationMs: number | null): string {
  return durationMs === null ? '' : `${(durationMs / 1000).toFixed(1)} s`;
}
