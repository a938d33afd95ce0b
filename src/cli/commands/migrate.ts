// heat migrate [status]: bring the files of a data directory to this version. `heat serve` does the same by itself.

import type { Command } from 'commander';
import { migrate, migrationStatus } from '../../storage/open.ts';
import { type CommonOptions, dataDirOf, withCommon } from '../options.ts';
import { json, type Terminal, table } from '../output.ts';

export function addMigrateCommand(program: Command, terminal: Terminal): void {
  const command = program.command('migrate').description('Bring the data to this version, after a backup.');
  withCommon(command, 'heat migrate --data /var/lib/heat').action(async (options: CommonOptions) => {
    const report = await migrate(dataDirOf(options));
    if (options.json) return terminal.out(json(report));
    terminal.out(
      table(
        ['file', 'applied', 'backup'],
        report.files.map((file) => [file.file, file.applied.join(' ') || 'nothing to do', file.backup ?? '']),
      ),
    );
  });
  withCommon(command.command('status').description('Show what would be done.'), 'heat migrate status').action(
    async (_: unknown, status: Command) => {
      const options = status.optsWithGlobals<CommonOptions>();
      const files = await migrationStatus(dataDirOf(options));
      if (options.json) return terminal.out(json(files));
      terminal.out(
        table(
          ['file', 'applied', 'pending', 'problem'],
          files.map((file) => [
            file.file,
            file.applied.map((step) => step.name).join(' '),
            file.pending.join(' '),
            file.problem ?? '',
          ]),
        ),
      );
    },
  );
}
