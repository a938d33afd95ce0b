// heat funnel list | show: saved funnels and how many get through them, with the same numbers as the dashboard.

import { type Command, Option } from 'commander';
import { SPLIT_DIMENSIONS } from '../../contract/dimensions.ts';
import type { FunnelAnswer, FunnelView } from '../../contract/funnels.ts';
import { HeatError } from '../../lib/errors.ts';
import { funnel } from '../../reports/funnel.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, percent, strong, type Terminal, table } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms } from '../rooms.ts';
import { type Column, instant, printRows } from '../rows.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type ShowOptions = ScopeOptions & FormatOptions & { split?: string };

export function addFunnelCommand(program: Command, terminal: Terminal): void {
  const command = program.command('funnel').description('Saved funnels, and how many get through them.');
  withCommon(
    withFormats(
      withProject(command.command('list').description('List the funnels of a project in their order.')),
    ),
    'heat funnel list --project my-shop',
  ).action((options: ProjectOptions & FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options);
      const rows = await openRooms(catalog).funnels.list(project.no);
      await printRows(terminal, options, { columns: FUNNELS, rows, empty: NO_FUNNEL });
    }),
  );
  withCommon(
    withFormats(
      withScopeOptions(
        command.command('show <funnel>').description('Count one funnel, named by its id or its name.'),
        '30d',
      ).addOption(new Option('--split <dimension>', 'by the largest values of').choices(SPLIT_DIMENSIONS)),
    ),
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
    await printRows(terminal, options, {
      ...{ columns: STEPS, rows: stepRows(answer), json: answer, empty: NO_FUNNEL },
      words: () => describe(found.name, answer),
    });
  } finally {
    await store.close();
  }
}

const NO_FUNNEL = 'There is no funnel yet. Make one on the dashboard: Funnels';

const FUNNELS: readonly Column<FunnelView>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'steps', read: ({ steps }) => steps.length },
  { name: 'unit', head: 'by', read: ({ unit }) => unit },
  instant('changed_at', 'changed', ({ updatedAtMs }) => updatedAtMs),
  { name: 'state', read: ({ archivedAtMs }) => (archivedAtMs === null ? 'in use' : 'archived') },
];

/** A step of all, or (with what the funnel is split by) of one group; of groups only counts are known. */
type StepRow = { group: string | null; step: number; label: string; count: number } & Partial<
  Pick<FunnelAnswer['steps'][number], 'share' | 'shareOfPrevious' | 'left' | 'medianMs' | 'p90Ms'>
>;

const STEPS: readonly Column<StepRow>[] = [
  { name: 'group', read: ({ group }) => group },
  { name: 'step', read: ({ step }) => step },
  { name: 'label', read: ({ label }) => label },
  { name: 'count', read: ({ count }) => count },
  { name: 'share', read: ({ share }) => share ?? null },
  { name: 'share_of_previous', read: ({ shareOfPrevious }) => shareOfPrevious ?? null },
  { name: 'left', read: ({ left }) => left ?? null },
  { name: 'median_ms', read: ({ medianMs }) => medianMs ?? null },
  { name: 'p90_ms', read: ({ p90Ms }) => p90Ms ?? null },
];

function stepRows({ steps, groups }: FunnelAnswer): StepRow[] {
  const all = steps.map(({ label, count, share, shareOfPrevious, left, medianMs, p90Ms }, at) => ({
    ...{ group: null, step: at + 1, label, count },
    ...{ share, shareOfPrevious, left, medianMs, p90Ms },
  }));
  const split = groups.flatMap(({ value, counts }) =>
    counts.map((count, at) => ({
      ...{ group: value ?? 'all others', step: at + 1, label: steps[at]?.label ?? '', count },
    })),
  );
  return [...all, ...split];
}

/** By its id or its name. Throws `not_found` naming those that there are. */
export function chosenFunnel(funnels: readonly FunnelView[], name: string): FunnelView {
  const found = funnels.find(({ id }) => id === name) ?? funnels.find((one) => one.name === name);
  if (found) return found;
  throw new HeatError({
    kind: 'not_found',
    message: `There is no funnel "${name}"`,
    hint: funnels.length > 0 ? `There are: ${funnels.map((one) => one.name).join(', ')}` : NO_FUNNEL,
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

function seconds(durationMs: number | null): string {
  return durationMs === null ? '' : `${(durationMs / 1000).toFixed(1)} s`;
}
