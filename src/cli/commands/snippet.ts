// heat snippet: the tag to paste.

import type { Command } from 'commander';
import { snippetOf } from '../../projects/snippet.ts';
import { type CommonOptions, projectOf, publicUrlOf, withCatalog, withCommon } from '../options.ts';
import { json, type Terminal } from '../output.ts';

type SnippetOptions = CommonOptions & { project?: string; url?: string };

export function addSnippetCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('snippet')
      .description('Print the tag to paste into your pages.')
      .option('--project <id>', 'project (may be left out when there is only one)')
      .option('--url <url>', 'address of this heat as your visitors see it'),
    'heat snippet --project my-shop --url https://heat.example',
  ).action((options: SnippetOptions) =>
    withCatalog(options, async (catalog) => {
      const snippet = snippetOf(await projectOf(catalog, options.project), publicUrlOf(options.url));
      terminal.out(options.json ? json(snippet) : `${snippet.html}\n`);
    }),
  );
}
