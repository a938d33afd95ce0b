// heat project add | list | show | update | remove: what is measured.

import type { Command } from 'commander';
import type { OldWriteKey } from '../../contract/api.ts';
import { readSettings } from '../../contract/project-settings.ts';
import { HeatError } from '../../lib/errors.ts';
import { snippetOf } from '../../projects/snippet.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { lineOf } from '../command-line.ts';
import { type ConfirmOptions, withConfirmation } from '../confirm.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import {
  type CommonOptions,
  collect,
  FIRST_PROJECT,
  LOCAL_SNIPPET_NOTE,
  projectOf,
  publicUrlOf,
  withCatalog,
  withCommon,
  withNewCatalog,
} from '../options.ts';
import { day, dim, facts, json, strong, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, printRows } from '../rows.ts';
import {
  type PageRuleOptions,
  pageRulesChangeOf,
  pageRulesWords,
  withPageRuleOptions,
} from './page-rule-options.ts';
import { isRemovalConfirmed, isUpdateConfirmed } from './project-confirm.ts';
import {
  type SettingOptions,
  settingsChangeOf,
  settingsWords,
  withSettingOptions,
} from './setting-options.ts';
import { addVisitorTokenCommand } from './visitor-tokens.ts';
import { addWriteKeyCommands } from './write-key.ts';

type AddOptions = CommonOptions & { origin: string[]; timeZone?: string };
type UpdateOptions = ConfirmOptions &
  PageRuleOptions &
  SettingOptions & {
    name?: string;
    origin?: string[];
    anyOrigin?: boolean;
    timeZone?: string;
  };

export function addProjectCommand(program: Command, terminal: Terminal): void {
  const project = program.command('project').description('Projects: what is measured.');

  withCommon(
    project
      .command('add')
      .description('Create a project and print its write key, an admin API key and the snippet to paste.')
      .argument('<name>', 'name to show, e.g. "My shop"')
      .option('--origin <origin>', 'origin that may send events, repeatable; none means any', collect, [])
      .option('--time-zone <zone>', 'IANA zone of its reports (default UTC)'),
    'heat project add "My shop" --origin https://shop.example --origin "https://*.shop.example"',
  ).action((name: string, options: AddOptions) => addProject(terminal, name, options));

  withCommon(
    withFormats(project.command('list').description('List all projects.')),
    'heat project list --json',
  ).action((options: FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const rows = (await openRooms(catalog).projects.list()).map(shownOf);
      const empty = `There is no project yet. Make one: ${lineOf(options, FIRST_PROJECT)}`;
      await printRows(terminal, options, { columns: PROJECTS, rows, empty });
    }),
  );

  addChangeCommands(project, terminal);
  addWriteKeyCommands(project, terminal);
  addVisitorTokenCommand(project, terminal);
}

function addChangeCommands(project: Command, terminal: Terminal): void {
  withCommon(
    project.command('show').description('Show one project.').argument('<id>', 'id of the project'),
    'heat project show my-shop',
  ).action((id: string, options: CommonOptions) =>
    withCatalog(options, async (catalog) => {
      const found = await projectOf(catalog, { ...options, project: id });
      show(terminal, found, options, await openRooms(catalog).projects.listOldWriteKeys(found.no));
    }),
  );

  withCommon(
    withConfirmation(
      withSettingOptions(
        withPageRuleOptions(
          project
            .command('update')
            .description(
              'Change what is given of a project; the rest stays. Only --aggregate-only on asks for --yes: it has no way back for what was measured before.',
            )
            .argument('<id>', 'id of the project')
            .option('--name <name>', 'name to show')
            .option('--origin <origin>', 'origins that may send events from now on, repeatable', collect)
            .option('--any-origin', 'any origin may send events')
            .option('--time-zone <zone>', 'IANA zone of its reports'),
        ),
      ),
    ),
    'heat project update my-shop --origin https://shop.example --time-zone Europe/Berlin',
  ).action(async (id: string, options: UpdateOptions) => {
    const rules = pageRulesChangeOf(options);
    const change = changeOf(options, rules !== null);
    await withCatalog(options, async (catalog, dataDir) => {
      const project = await projectOf(catalog, { ...options, project: id });
      if (!(await isUpdateConfirmed(terminal, options, { project, dataDir }))) return;
      const { id: found } = project;
      const { projects } = openRooms(catalog);
      const ruled = rules && (await projects.changePageRules(found, rules, TERMINAL_ACTOR));
      const updated = change ? await projects.update(found, change, TERMINAL_ACTOR) : ruled;
      if (updated) show(terminal, updated, options);
    });
  });

  withCommon(
    withConfirmation(
      project
        .command('remove')
        .description('Remove a project with its keys and everything it has measured. There is no way back.')
        .argument('<id>', 'id of the project'),
    ),
    'heat project remove my-shop --yes',
  ).action((id: string, options: ConfirmOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const found = await projectOf(catalog, { ...options, project: id });
      const keys = (await openRooms(catalog).accounts.listKeys(found.no)).length;
      if (!(await isRemovalConfirmed(terminal, options, { project: found, dataDir, keys }))) return;
      await openRooms(catalog).projects.remove(found.id, TERMINAL_ACTOR);
      if (options.json) return terminal.out(json(shownOf(found)));
      terminal.out(`Removed ${found.id}\n`);
      terminal.err(dim('A running heat deletes its data within seconds, else the next start does.\n'));
    }),
  );
}

/** Null when nothing is given; with `isEnough` that is no fault. */
function changeOf(options: UpdateOptions, isEnough: boolean) {
  const { name, origin, anyOrigin, timeZone } = options;
  const settings = settingsChangeOf(options);
  if (anyOrigin && origin) {
    throw new HeatError({ kind: 'invalid', message: 'Cannot use --origin together with --any-origin' });
  }
  const origins = anyOrigin ? [] : origin;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(origins === undefined ? {} : { origins }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(settings === null ? {} : { settings }),
  };
  if (Object.keys(change).length > 0) return change;
  if (isEnough) return null;
  throw new HeatError({
    kind: 'invalid',
    message: 'Nothing to change',
    hint: 'Give --name, --origin, --any-origin, --time-zone, --keep-query, --fold-case, --index-files, --visitor-snapshots, --aggregate-only or --event-days',
  });
}

type Shown = ReturnType<typeof shownOf>;

const PROJECTS: readonly Column<Shown>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'write_key', read: ({ writeKey }) => writeKey },
  {
    ...{ name: 'origins', read: ({ origins }) => origins.join(' ') },
    show: ({ origins }) => origins.join(' ') || 'any',
  },
  { name: 'time_zone', head: 'zone', read: ({ timeZone }) => timeZone },
];

function shownOf({ no: _, settings, ...shown }: ProjectRow) {
  return { ...shown, settings: readSettings(settings) };
}

function show(
  terminal: Terminal,
  project: ProjectRow,
  options: CommonOptions,
  oldWriteKeys: readonly OldWriteKey[] = [],
): void {
  if (options.json) {
    terminal.out(json({ ...shownOf(project), oldWriteKeys }));
    return;
  }
  terminal.out(
    facts([
      ['id', strong(project.id)],
      ['name', project.name],
      ['write key', project.writeKey],
      ...oldWriteKeys.map((old) => ['old key', `${old.writeKey} until ${day(old.expiresAtMs)} UTC`] as const),
      ['origins', project.origins.join(' ') || 'any'],
      ['time zone', project.timeZone],
      ['pages', pageRulesWords(project.pageRules)],
      ['templates', project.pageRules.templates.join(' ') || 'none'],
      ['settings', settingsWords(project.settings)],
      ['created', new Date(project.createdAtMs).toISOString()],
    ]),
  );
}

async function addProject(terminal: Terminal, name: string, options: AddOptions): Promise<void> {
  await withNewCatalog(options, async (catalog, dataDir) => {
    const wanted = {
      name,
      origins: options.origin,
      ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
    };
    const { projects } = openRooms(catalog);
    const { project, apiKey } = await projects.create(wanted, TERMINAL_ACTOR);
    const note = sameNameNote(project, await projects.list(), options);
    const address = publicUrlOf(options, dataDir);
    const snippet = snippetOf(project, address.url).html;
    if (options.json) {
      terminal.out(
        json({
          id: project.id,
          name: project.name,
          origins: project.origins,
          timeZone: project.timeZone,
          writeKey: project.writeKey,
          apiKey,
          snippet,
          ...(note === null ? {} : { note }),
        }),
      );
      return;
    }
    terminal.out(
      facts([
        ['id', strong(project.id)],
        ['write key', project.writeKey],
        ['API key', `${apiKey}  ${dim('(admin; shown only now)')}`],
        ['origins', project.origins.join(' ') || 'any'],
        ['snippet', snippet],
      ]),
    );
    if (note !== null) terminal.err(`Note: ${note}\n`);
    if (address.isLocal) terminal.err(dim(LOCAL_SNIPPET_NOTE));
  });
}

/** Two projects may have one name; whoever runs a line twice did not mean to. Null without another of the name. */
function sameNameNote(made: ProjectRow, all: readonly ProjectRow[], options: CommonOptions): string | null {
  const nameOf = ({ name }: ProjectRow) => name.toLowerCase();
  const other = all.find((one) => one.id !== made.id && nameOf(one) === nameOf(made));
  if (!other) return null;
  const removal = lineOf(options, `project remove ${made.id}`);
  return `there was a project "${other.name}" already, ${other.id}; this is another one, ${made.id}. If you meant the first: ${removal}`;
}
