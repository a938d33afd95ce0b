// heat demo: serves a small shop that tracks itself, with weeks of made-up visits behind it.

import type { Command } from 'commander';
import { type Heat, startHeat } from '../../app.ts';
import { readConfig } from '../../config/config.ts';
import type { DemoPlan } from '../../demo/plan.ts';
import { systemClock } from '../../lib/clock.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { randomSecret } from '../../lib/id.ts';
import { createLog } from '../../lib/log.ts';
import { type FilledDemo, fillDemo, startTraffic } from '../demo-data.ts';
import { dim, link, strong, type Terminal } from '../output.ts';
import { flagsOf, type SettingOptions, withSettingOptions } from '../settings.ts';
import { untilStopped } from '../until-stopped.ts';

const DEMO_EMAIL = 'demo@heat.invalid';

/** Data of its own, and no limit for the one key by which it makes up what comes. */
const OWN_DEFAULTS = { dataDir: './heat-demo', ingestPerKey: '0', logLevel: 'warn' };

type DemoFlags = SettingOptions & { visits: string; days: string; seed: string; traffic: boolean };
type Asked = Pick<DemoPlan, 'seed' | 'visits' | 'days'>;

export function addDemoCommand(program: Command, terminal: Terminal): void {
  withSettingOptions(
    program
      .command('demo')
      .description('Serve a demo shop with weeks of made-up visits, and print a link into its dashboard.'),
    OWN_DEFAULTS,
  )
    .option('--visits <number>', 'visits to make up', '3600')
    .option('--days <number>', 'days of history', '60')
    .option('--seed <number>', 'same seed, same visits', '7')
    .option('--no-traffic', 'nobody comes to the shop while it runs')
    .addHelpText(
      'after',
      '\nExample:\n  heat demo\n\nRunning it again keeps what is there; remove ./heat-demo to begin anew.\n',
    )
    .action((flags: DemoFlags) => runDemo(terminal, flags));
}

async function runDemo(terminal: Terminal, flags: DemoFlags): Promise<void> {
  const asked = {
    seed: readCount('--seed', flags.seed, 2 ** 31),
    visits: readCount('--visits', flags.visits, 100_000),
    days: readCount('--days', flags.days, 365),
  };
  // No settings file is read: one that lies there is of the heat that is no demo.
  const config = readConfig({ flags: { ...OWN_DEFAULTS, ...flagsOf(flags) }, env: process.env });
  const log = createLog(config.logLevel, terminal.err);
  const heat = await startHeat({ config, clock: systemClock, log }).catch((error: unknown) => {
    throw withNpmHint(error, process.env.npm_lifecycle_event);
  });
  const ended = new AbortController();
  // Signals are heard from the beginning: making up visits takes seconds.
  const stopped = untilStopped(async () => {
    ended.abort();
    await heat.stop();
  }, heat.failed);
  await Promise.all([stopped, show(terminal, heat, { ...asked, traffic: flags.traffic }, ended.signal)]);
}

/** Fills the demo where it is not filled, and says where it is. A signal on the way is no fault. */
async function show(
  terminal: Terminal,
  heat: Heat,
  asked: Asked & { traffic: boolean },
  signal: AbortSignal,
): Promise<void> {
  try {
    await present(terminal, heat, await fill(terminal, heat, asked, signal));
    if (asked.traffic) startTraffic(heat, asked.seed);
  } catch (error) {
    if (signal.aborted)
      return terminal.err('Not all visits are made up yet: the next start goes on with them.\n');
    await heat.stop();
    throw error;
  }
}

async function fill(
  terminal: Terminal,
  heat: Heat,
  { seed, visits, days }: Asked,
  signal: AbortSignal,
): Promise<FilledDemo> {
  const progress = progressLine(terminal);
  const startedAt = performance.now();
  try {
    const filled = await fillDemo(heat, {
      plan: { seed, visits, days, nowMs: Date.now(), origin: heat.url },
      onProgress: progress.tell,
      signal,
    });
    progress.end();
    if (filled.made) {
      const { made } = filled;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      terminal.out(
        `Made up ${counted(made.visits, 'visit')} with ${counted(made.events, 'event')} in ${seconds} s\n\n`,
      );
    }
    return filled;
  } catch (error) {
    progress.end();
    throw error;
  }
}

async function present(terminal: Terminal, heat: Heat, { project, origin }: FilledDemo): Promise<void> {
  const userId = await demoUserId(heat);
  const { token } = await heat.accounts.createSignInLink(userId, 'terminal');
  terminal.out(
    `${strong('heat demo')} is running at ${link(heat.url)}\n\n` +
      `  dashboard, signed in   ${link(`${heat.url}/sign-in#${token}`)}\n` +
      `  the demo shop          ${link(`${heat.url}/demo/`)}\n\n` +
      `All visits are made up. Worth a look:\n\n` +
      `  Heatmaps   clicks over the page itself, found again after its redeploy\n` +
      `  Friction   a coupon button that does nothing, and who hammered on it\n` +
      `  Live       your own clicks in the shop\n\n` +
      `${dim(`Project ${project.id}. The dashboard link works once: stop with Ctrl-C and start again for another.`)}\n`,
  );
  if (origin !== heat.url)
    terminal.err(
      `The visits were made up for the shop at ${origin}: what you click at ${heat.url} counts as pages of their own.\n`,
    );
}

async function demoUserId(heat: Heat): Promise<string> {
  const users = await heat.accounts.listUsers();
  const known = users.find((user) => user.email === DEMO_EMAIL);
  if (known) return known.id;
  // Nobody knows this password: the account is entered through links that only this terminal prints.
  return (
    await heat.accounts.addUser({ email: DEMO_EMAIL, name: 'Demo', password: randomSecret() }, 'terminal')
  ).id;
}

/** A whole number from 1 to `most`. Throws `invalid` naming the option. */
function readCount(option: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot use ${option} "${text}"`,
    hint: `A whole number from 1 to ${most}`,
  });
}

/** Whoever began with `npm run demo` needs two more dashes to choose another port. */
function withNpmHint(error: unknown, script: string | undefined): unknown {
  if (!(error instanceof HeatError) || error.faultCode !== 'port_taken' || script !== 'demo') return error;
  const { kind, faultCode: code, message } = error;
  const hint = 'Stop what uses the port, or choose another one: npm run demo -- --port 4400';
  return new HeatError({ kind, code, message, hint, cause: error });
}

/** A line that a person sees grow; said once where standard error is no terminal. */
function progressLine(terminal: Terminal): { tell: (done: number, total: number) => void; end: () => void } {
  const isSeen = process.stderr.isTTY === true;
  let hasTold = false;
  return {
    tell(done, total) {
      if (!isSeen && !hasTold) terminal.err(`Making up ${counted(total, 'visit')}, once…\n`);
      if (isSeen && (!hasTold || done % 20 === 0 || done === total))
        terminal.err(
          `\rMaking up visits, once: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
        );
      hasTold = true;
    },
    end: () => isSeen && hasTold && terminal.err('\r\x1b[2K'),
  };
}
