// heat project add | list: what is measured.

import type { Command } from 'commander';
import { snippetOf } from '../../projects/snippet.ts';
import {
  type CommonOptions,
  collect,
  LOCAL_SNIPPET_NOTE,
  publicUrlOf,
  withCatalog,
  withCommon,
  withNewCatalog,
} from '../options.ts';
import { dim, facts, json, strong, type Terminal, table } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type AddOptions = CommonOptions & { origin: string[]; timeZone?: string };

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

  withCommon(project.command('list').description('List all projects.'), 'heat project list --json').action(
    (options: CommonOptions) =>
      withCatalog(options, async (catalog) => {
        const projects = await openRooms(catalog).projects.list();
        if (options.json) return terminal.out(json(projects.map(({ no: _, ...shown }) => shown)));
        if (projects.length === 0)
          return terminal.err('There is no project yet. Make one: heat project add "My shop"\n');
        terminal.out(
          table(
            ['id', 'name', 'write key', 'origins', 'zone'],
            projects.map((row) => [
              row.id,
              row.name,
              row.writeKey,
              row.origins.join(' ') || 'any',
              row.timeZone,
            ]),
          ),
        );
      }),
  );
}

async function addProject(terminal: Terminal, name: string, options: AddOptions): Promise<void> {
  await withNewCatalog(options, async (catalog) => {
    const wanted = {
      name,
      origins: options.origin,
      ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
    };
    const { project, apiKey } = await openRooms(catalog).projects.create(wanted, TERMINAL_ACTOR);
    const address = publicUrlOf();
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
    if (address.isLocal) terminal.err(dim(LOCAL_SNIPPET_NOTE));
  });
}
