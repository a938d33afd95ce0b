// heat annotate: marks a time in the charts of a project, from a deploy script or by hand.

import type { Command } from 'commander';
import { readInstant } from '../../reports/instant.ts';
import { type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type AnnotateOptions = ProjectOptions & { at?: string };

export function addAnnotateCommand(program: Command, terminal: Terminal): void {
  withCommon(
    withProject(
      program
        .command('annotate')
        .description('Mark a time in the charts: a deploy, a campaign, an outage.')
        .argument('<text>', 'what happened, e.g. "Deploy 1.4.2"'),
    ).option('--at <instant>', "when, ISO 8601 or ms, in the project's zone (default: now)"),
    'heat annotate "Deploy 1.4.2" --project my-shop',
  ).action((text: string, options: AnnotateOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options);
      const at = options.at === undefined ? null : readInstant(options.at, '--at', project.timeZone).ms;
      const { annotations } = openRooms(catalog);
      const made = await annotations.create({ projectNo: project.no, text, atMs: at }, TERMINAL_ACTOR);
      if (options.json) return terminal.out(json(made));
      terminal.out(`${new Date(made.atMs).toISOString()}  ${made.text}\n`);
    }),
  );
}
