// heat migrate [status]: bring the files of a data directory to this version. `heat serve` does the same by itself.

import type { Command } from 'commander';
import { migrate, migrationStatus } from '../../storage/open.ts';
import { type CommonOptions, dataDirOf, refuseNoData, withCommon } from '../options.ts';
import { json, type Terminal, table } from '../output.ts';

export function addMigrateCommand(program: Command, terminal: Terminal): void {
  const command = program.command('migrate').description('Bring the data to this version, after a backup.');
  withCommon(command, 'heat migrate --data /var/lib/heat').action(async (options: CommonOptions) => {
    refuseNoData(options);
    const report = await migrate(dataDirOf(options));
    if (options.json) return terminal.out(json(report));
    terminal.out(
      table(
        ['file', 'applied', 'backup'],
        report.files.map((file) => [
          file.file,
          stepsSaid(file.applied) || 'nothing to do',
          file.backup ?? '',
        ]),
      ),
    );
  });
  withCommon(command.command('status').description('Show what would be done.'), 'heat migrate status').action(
    async (_: unknown, status: Command) => {
      const options = status.optsWithGlobals<CommonOptions>();
      refuseNoData(options);
      const files = await migrationStatus(dataDirOf(options));
      if (options.json) return terminal.out(json(files));
      terminal.out(
        table(
          ['file', 'applied', 'pending', 'problem'],
          files.map((file) => [
            file.file,
            stepsSaid(file.applied.map((step) => step.name)),
            stepsSaid(file.pending),
            file.problem ?? '',
          ]),
        ),
      );
    },
  );
}

/** `0001_init`, or `18, up to 0018_session_words`; all of them are in the JSON. */
function stepsSaid(names: readonly string[]): string {
  const last = names.at(-1)?.replace(/^.*\//, '') ?? '';
  return names.length < 2 ? last : `${names.length}, up to ${last}`;
}
