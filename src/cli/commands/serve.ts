// heat serve: the collector, the database, the dashboard and the API, until it is told to stop.

import type { Command } from 'commander';
import { type Heat, startHeat } from '../../app.ts';
import { readConfig } from '../../config/config.ts';
import { systemClock } from '../../lib/clock.ts';
import { createLog, type Log } from '../../lib/log.ts';
import { version } from '../../lib/version.ts';
import { link, strong, type Terminal } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';

export type ServeFlags = {
  port?: string;
  host?: string;
  data?: string;
  publicUrl?: string;
  trustProxy?: string;
  countryHeader?: string;
  durability?: string;
  ingestPerKey?: string;
  ingestPerAddress?: string;
  apiPerAddress?: string;
  apiPerAccount?: string;
  apiPerKey?: string;
  webhookHosts?: string;
  logLevel?: string;
  secret?: string;
};

const SECRET_WARNING =
  'Warning: everybody on this machine can read --secret in the list of processes. Set HEAT_SECRET, or leave it out: heat makes one.\n';

/** Options that `serve` and `demo` share. */
export function withServeOptions(command: Command, defaultData = './heat-data, or HEAT_DATA'): Command {
  return command
    .option('--port <number>', 'port to listen on (HEAT_PORT, default 4328)')
    .option('--host <address>', 'address to listen on (HEAT_HOST)')
    .option('--data <dir>', `data directory (default ${defaultData})`)
    .option('--public-url <url>', 'address that visitors and links use (HEAT_PUBLIC_URL)')
    .option('--trust-proxy <list>', 'proxies whose X-Forwarded-For counts (HEAT_TRUST_PROXY)')
    .option(
      '--country-header <name>',
      'header in which a trusted proxy sends the country (HEAT_COUNTRY_HEADER)',
    )
    .option('--durability <mode>', 'full or normal: sync the disk at every commit or not (HEAT_DURABILITY)')
    .option(
      '--ingest-per-key <number>',
      'requests a second that one key may send, 0 for any (HEAT_INGEST_PER_KEY)',
    )
    .option('--ingest-per-address <number>', 'the same for one address (HEAT_INGEST_PER_ADDRESS)')
    .option('--api-per-address <number>', 'API requests a second from one address (HEAT_API_PER_ADDRESS)')
    .option('--api-per-account <number>', 'the same of one account (HEAT_API_PER_ACCOUNT)')
    .option('--api-per-key <number>', 'the same of one API key without a limit of its own (HEAT_API_PER_KEY)')
    .option(
      '--webhook-hosts <list>',
      'hosts that webhooks may reach without https and in private networks (HEAT_WEBHOOK_HOSTS)',
    )
    .option('--log-level <level>', 'debug, info, warn, error or silent (HEAT_LOG_LEVEL)');
}

export function serveConfig(flags: ServeFlags) {
  const { data, ...rest } = flags;
  return readConfig({
    flags: { ...rest, ...(data === undefined ? {} : { dataDir: data }) },
    env: process.env,
  });
}

export function addServeCommand(program: Command, terminal: Terminal): void {
  withServeOptions(program.command('serve').description('Run heat: collector, database, dashboard and API.'))
    .option('--secret <text>', 'signs sign-ins; others can read it here, better HEAT_SECRET or none at all')
    .addHelpText(
      'after',
      '\nExample:\n  heat serve --port 4328 --data /var/lib/heat --public-url https://heat.example\n',
    )
    .action(async (flags: ServeFlags) => {
      const config = serveConfig(flags);
      const log = createLog(config.logLevel, terminal.err);
      if (flags.secret !== undefined) terminal.err(SECRET_WARNING);
      const heat = await startHeat({ config, clock: systemClock, log });
      // Signals are heard before anybody is told that heat is there to be stopped.
      const stopped = untilStopped(() => heat.stop(), heat.failed);
      await Promise.all([stopped, announce(heat, terminal, log)]);
    });
}

async function announce(heat: Heat, terminal: Terminal, log: Log): Promise<void> {
  // A person reads the lines below; a log wants the fact.
  if (!process.stderr.isTTY) log.info('heat is running', { url: heat.url, version, bun: Bun.version });
  terminal.out(`${strong('heat')} is running at ${link(heat.url)}\n`);
  if (!(await heat.accounts.needsOwner())) return;
  const { token } = await heat.accounts.createSetupLink();
  terminal.out(
    `Make the owner's account (link works once, for 30 minutes):\n  ${link(`${heat.url}/setup#${token}`)}\n`,
  );
}
