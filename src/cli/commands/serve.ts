// heat serve: the collector, the database, the dashboard and the API, until it is told to stop.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Heat, startHeat } from '../../app.ts';
import { readConfig } from '../../config/config.ts';
import { systemClock } from '../../lib/clock.ts';
import { createLog, type Log } from '../../lib/log.ts';
import { version } from '../../lib/version.ts';
import { dim, link, strong, type Terminal } from '../output.ts';
import { type SettingOptions, sourcesOf, withConfigOption, withSettingOptions } from '../settings.ts';
import { untilStopped } from '../until-stopped.ts';

type ServeFlags = SettingOptions & { secret?: string };

const SECRET_WARNING =
  'Warning: everybody on this machine can read --secret in the list of processes. Set HEAT_SECRET, or leave it out: heat makes one.\n';

export function addServeCommand(program: Command, terminal: Terminal): void {
  withConfigOption(
    withSettingOptions(
      program.command('serve').description('Run heat: collector, database, dashboard and API.'),
    ),
  )
    .option('--secret <text>', 'signs sign-ins; others can read it here, better HEAT_SECRET or none at all')
    .addHelpText(
      'after',
      '\nExample:\n  heat serve --port 4328 --data /var/lib/heat --public-url https://heat.example\n  heat serve --config /etc/heat.toml\n',
    )
    .action(async (flags: ServeFlags) => {
      const sources = sourcesOf(flags);
      const config = readConfig(sources);
      const log = createLog(config.logLevel, terminal.err);
      if (flags.secret !== undefined) terminal.err(SECRET_WARNING);
      const heat = await startHeat({ config, clock: systemClock, log });
      // Signals are heard before anybody is told that heat is there to be stopped.
      const stopped = untilStopped(() => heat.stop(), heat.failed);
      const settingsFile = sources.file ? resolve(sources.file.path) : undefined;
      await Promise.all([stopped, announce(heat, { terminal, log, settingsFile })]);
    });
}

async function announce(
  heat: Heat,
  { terminal, log, settingsFile }: { terminal: Terminal; log: Log; settingsFile: string | undefined },
): Promise<void> {
  const about = { url: heat.url, version, bun: Bun.version, settingsFile };
  // A person reads the lines below; a log wants the fact.
  if (!process.stderr.isTTY) log.info('heat is running', about);
  const settings = settingsFile === undefined ? '' : dim(`, with the settings of ${settingsFile}`);
  terminal.out(`${strong('heat')} is running at ${link(heat.url)}${settings}\n`);
  if (!(await heat.accounts.needsOwner())) return;
  const { token } = await heat.accounts.createSetupLink();
  terminal.out(
    `Make the owner's account (link works once, for 30 minutes):\n  ${link(`${heat.url}/setup#${token}`)}\n`,
  );
}
