// heat snippet: the tag to paste.

import { join } from 'node:path';
import type { Command } from 'commander';
import { assetsRoot } from '../../lib/assets-root.ts';
import { readBuiltFile } from '../../lib/built-file.ts';
import { HeatError } from '../../lib/errors.ts';
import { integrityOf } from '../../lib/integrity.ts';
import { snippetOf } from '../../projects/snippet.ts';
import {
  LOCAL_SNIPPET_NOTE,
  type ProjectOptions,
  projectOf,
  publicUrlOf,
  withCatalog,
  withCommon,
  withProject,
} from '../options.ts';
import { dim, json, type Terminal } from '../output.ts';

type SnippetOptions = ProjectOptions & { url?: string; integrity?: boolean };

export function addSnippetCommand(program: Command, terminal: Terminal): void {
  withCommon(
    withProject(program.command('snippet').description('Print the tag to paste into your pages.'))
      .option('--url <url>', 'address of this heat as your visitors see it')
      .option('--integrity', 'with a hash of the script; renew the tag with every upgrade of heat'),
    'heat snippet --project my-shop --url https://heat.example',
  ).action((options: SnippetOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const address = publicUrlOf(options, dataDir);
      const snippet = snippetOf(await projectOf(catalog, options), address.url, trackerIntegrity());
      if (options.integrity && snippet.integrity === undefined)
        throw new HeatError({
          kind: 'unavailable',
          message: 'Cannot hash the tracker: it is not built',
          hint: 'bun build.ts --assets',
        });
      const tag = options.integrity ? snippet.integrity : snippet.html;
      terminal.out(options.json ? json(snippet) : `${tag}\n`);
      if (address.isLocal && !options.json) terminal.err(dim(LOCAL_SNIPPET_NOTE));
    }),
  );
}

/** Of the script that this same file serves; null when run from source before a build. */
function trackerIntegrity(): string | null {
  const script = readBuiltFile(join(assetsRoot, 'public/heat.js'));
  return script && integrityOf(script);
}
