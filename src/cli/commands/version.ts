// heat version: which heat this is, what is in it (--sbom) and under which terms (--licences).

import { join } from 'node:path';
import type { Command } from 'commander';
import { assetsRoot } from '../../lib/assets-root.ts';
import { readBuiltFile } from '../../lib/built-file.ts';
import { HeatError } from '../../lib/errors.ts';
import { version } from '../../lib/version.ts';
import { facts, json, strong, type Terminal } from '../output.ts';

type VersionOptions = { json?: boolean; sbom?: boolean; licenses?: boolean };

export function addVersionCommand(program: Command, terminal: Terminal): void {
  program
    .command('version')
    .description('Which heat this is, and what it is made of.')
    .option(
      '--sbom',
      'the list of everything inside, with versions, licences and hashes: CycloneDX 1.6, JSON',
    )
    .option('--licenses', 'the terms of everything inside')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  heat version --sbom > heat.cdx.json\n')
    .action((options: VersionOptions) => {
      if (options.sbom) return terminal.out(embedded('sbom.json'));
      if (options.licenses) return terminal.out(embedded('licenses.txt'));
      const about = {
        version,
        runtime: `bun ${Bun.version}`,
        platform: `${process.platform}-${process.arch}`,
      };
      if (options.json) return terminal.out(json(about));
      terminal.out(
        facts([
          ['heat', strong(about.version)],
          ['runtime', about.runtime],
          ['platform', about.platform],
        ]),
      );
    });
}

function embedded(name: string): string {
  const bytes = readBuiltFile(join(assetsRoot, 'supply', name));
  if (bytes) return new TextDecoder().decode(bytes);
  throw new HeatError({
    kind: 'unavailable',
    message: 'Cannot tell what is inside: this heat runs from source and was not built',
    hint: 'bun build.ts',
  });
}
