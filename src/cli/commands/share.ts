// heat share add | list | revoke: links that show one view of a project to whoever has them. One session's link is made
// where the session is looked at, on the dashboard.

import { Argument, type Command, Option } from 'commander';
import { MAP_KINDS, type MapKind } from '../../contract/kinds.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { SharedScope, SharedTarget, ShareView } from '../../contract/shares.ts';
import { HeatError } from '../../lib/errors.ts';
import type { Funnels } from '../../projects/funnels.ts';
import { findPage } from '../../reports/find-page.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import { answerSharedView, sharedPartOf } from '../../reports/shared-view.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import {
  type CommonOptions,
  type ProjectOptions,
  projectOf,
  publicUrlOf,
  withCatalog,
  withCommon,
  withProject,
} from '../options.ts';
import { day, facts, json, type Terminal } from '../output.ts';
import { readPasswordFromInput } from '../password-input.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, instant, printRows } from '../rows.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { chosenFunnel } from './funnel.ts';

const VIEWS = ['overview', 'heatmap', 'funnel', 'sessions'] as const;
type View = (typeof VIEWS)[number];
const PERIOD = '30d';

type AddOptions = ScopeOptions & {
  name?: string;
  days: string;
  kind?: MapKind;
  fixed?: boolean;
  passwordStdin?: boolean;
};
type Asked = { project: ProjectRow; scope: ResolvedScope; view: View; given: string; kind?: MapKind };

export function addShareCommand(program: Command, terminal: Terminal): void {
  const share = program
    .command('share')
    .description('Share links: one view of a project, read-only, until a day.');

  withCommon(
    withScopeOptions(
      share
        .command('add')
        .description('Make a link. It is shown this once.')
        .addArgument(new Argument('<view>', 'what is shown').choices(VIEWS))
        .argument('[of]', 'page of a heatmap (path, address or id), funnel (name or id)'),
      PERIOD,
    )
      .option('--name <name>', 'heading that the receiver sees (default: the view)')
      .option('--days <days>', `days that the link lives, 1 to ${LIMITS.shareDaysMax}`, '30')
      .addOption(new Option('--kind <kind>', 'of a heatmap').choices(MAP_KINDS))
      .option('--fixed', 'keep the days that the period covers now, instead of moving on with it')
      .option('--password-stdin', 'ask for a password, read from standard input'),
    'heat share add heatmap /pricing --name "For the board" --days 14 --period 7d',
  ).action((view: View, given: string | undefined, options: AddOptions) =>
    runAdd(terminal, { view, given: given ?? '' }, options),
  );
  withCommon(
    withFormats(withProject(share.command('list').description('List the links of a project, newest first.'))),
    'heat share list --project my-shop',
  ).action((options: ProjectOptions & FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const { no, id } = await projectOf(catalog, options);
      const rows = await openRooms(catalog).accounts.listShares(no);
      const empty = `There is no share link yet. Make one: ${lineOf(options, `share add overview --project ${id}`)}`;
      await printRows(terminal, options, { columns: SHARES, rows, empty });
    }),
  );
  withCommon(
    withProject(share.command('revoke <id>').description('End a link: it shows nothing any more, at once.')),
    'heat share revoke m7k2p9q4x1z8',
  ).action((id: string, options: ProjectOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options);
      await openRooms(catalog).accounts.removeShare({ projectNo, id }, TERMINAL_ACTOR);
      terminal.out(options.json ? json({ id }) : `The link ${id} shows nothing any more\n`);
    }),
  );
}

async function runAdd(
  terminal: Terminal,
  { view, given }: Pick<Asked, 'view' | 'given'>,
  options: AddOptions,
): Promise<void> {
  const { kind } = options;
  if (kind && view !== 'heatmap')
    throw invalid(`Cannot share with --kind ${kind}: kinds of heatmaps are ${MAP_KINDS.join(', ')}`);
  if (given === '' && view === 'heatmap')
    throw invalid('Which page? Name it: heat share add heatmap /pricing');
  if (given === '' && view === 'funnel')
    throw invalid('Which funnel? Name it: heat share add funnel Purchase');
  const password = options.passwordStdin ? await readPasswordFromInput() : undefined;
  const { project, scope } = await readScopeOptions(options, {
    defaultPeriod: PERIOD,
    nowMs: Date.now(),
  });
  const target = await askOnce(options, { project, scope, view, given, ...(kind && { kind }) });
  await withCatalog(options, async (catalog, dataDir) => {
    const wanted = {
      ...{ target, scope: sharedScope(options, scope), name: options.name ?? view },
      ...{ days: Number(options.days), ...(password === undefined ? {} : { password }) },
    };
    const { accounts } = openRooms(catalog);
    const made = await accounts.createShare(project.no, wanted, TERMINAL_ACTOR);
    const url = `${publicUrlOf(options, dataDir).url}/shared#${made.token}`;
    if (options.json) return terminal.out(json({ share: made.share, url }));
    const { id, name, expiresAtMs } = made.share;
    terminal.out(
      facts([
        ['id', id],
        ['name', name],
        ['until (UTC)', day(expiresAtMs)],
        ['link', url],
      ]),
    );
  });
}

/** Asks what the receiver would be answered, so that no link is made that shows an error; and names the view's parts. */
async function askOnce(options: CommonOptions, { view, ...asked }: Asked): Promise<SharedTarget> {
  const { given, scope, project, kind } = asked;
  const saved = <T>(find: (funnels: Funnels) => Promise<T>): Promise<T> =>
    withCatalog(options, (catalog) => find(openRooms(catalog).funnels));
  const pagesLine = lineOf(options, `stats --by page --project ${project.id}`);
  const store = await openReports(options);
  try {
    const target: SharedTarget = {
      view,
      ...(view === 'heatmap' && {
        page: await findPage(store, { scope, given, pagesLine }),
        ...(kind && { kind }),
      }),
      ...(view === 'funnel' && {
        funnel: await saved(async (funnels) => chosenFunnel(await funnels.list(project.no), given).id),
      }),
    };
    const findFunnel = (id: string) => saved((funnels) => funnels.find({ projectNo: project.no, id }));
    const part = sharedPartOf(target);
    await answerSharedView(store, { part, target, scope, findFunnel, nowMs: Date.now() });
    return target;
  } finally {
    await store.close();
  }
}

/** The scope as the link keeps it: as it was given, or with the days that it covers now. */
function sharedScope(options: AddOptions, { fromMs, toMs }: ResolvedScope): SharedScope {
  const { period, from, to, tz, filter, segment, bots, fixed } = options;
  const hasRange = period !== undefined || from !== undefined || to !== undefined;
  const range = fixed
    ? { from: String(fromMs), to: String(toMs) }
    : hasRange
      ? { ...(period && { period }), ...(from && { from }), ...(to && { to }) }
      : { period: PERIOD };
  return {
    ...range,
    ...(tz && { tz }),
    ...(filter.length > 0 && { filter }),
    ...(segment && { segment }),
    ...(bots && { bots: '1' }),
  };
}

const SHARES: readonly Column<ShareView>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'view', read: ({ target }) => target.view },
  { name: 'password', read: ({ hasPassword }) => (hasPassword ? 'yes' : 'no') },
  instant('expires_at', 'until', ({ expiresAtMs }) => expiresAtMs),
  instant('opened_at', 'opened', ({ openedAtMs }) => openedAtMs, 'never'),
  { name: 'state', read: ({ expiresAtMs }) => (expiresAtMs > Date.now() ? 'open' : 'ended') },
];

function invalid(message: string): HeatError {
  return new HeatError({ kind: 'invalid', message });
}
