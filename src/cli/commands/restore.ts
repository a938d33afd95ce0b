// heat restore: puts what heat backup made in the place of a data directory's files. The server must be stopped.

import type { Command } from 'commander';
import { type RestoreReport, restoreData } from '../../storage/open.ts';
import { type CommonOptions, dataDirOf, withCommon } from '../options.ts';
import { dim, facts, json, strong, type Terminal } from '../output.ts';
import { countsOf } from './backup.ts';

type RestoreOptions = CommonOptions & { force?: boolean };

export function addRestoreCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('restore')
      .description('Verify a backup and put it in place of the data. Stop the server first.')
      .argument('<backup>', 'folder that heat backup made')
      .option('--force', 'also where there is data: it is moved to backups/replaced-<time>, never deleted'),
    'heat restore /mnt/backups/heat-backup-20261121T120000000Z --data /var/lib/heat',
  ).action(async (backup: string, options: RestoreOptions) => {
    const dataDir = dataDirOf(options);
    const report = await restoreData(backup, dataDir, { isForced: options.force === true });
    const { manifest, replaced } = report;
    terminal.out(options.json ? json({ dataDir, replaced, ...manifest }) : describe(dataDir, report));
    if (!options.json && manifest.secretSha256 === null) terminal.err(dim(WITHOUT_SECRET_NOTE));
  });
}

const WITHOUT_SECRET_NOTE =
  'The backup came without the secret: everybody signs in again. Is this another folder than it was made of? Copy marks.key from there before heat starts here: without it, what comes late of people who were forgotten before is stored again.\n';

function describe(dataDir: string, { manifest, replaced }: RestoreReport): string {
  return facts([
    ['restored to', strong(dataDir)],
    ['state of', manifest.startedAt],
    ...manifest.files.map(({ name, rows }) => [name, countsOf(rows)] as const),
    ...(replaced === null ? [] : [['moved aside', replaced] as const]),
  ]);
}
