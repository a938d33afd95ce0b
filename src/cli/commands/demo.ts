// heat demo: serves a small shop that tracks itself, with weeks of made-up visits sent through the real door.

import type { Command } from 'commander';
import { type Heat, startHeat } from '../../app.ts';
import { readConfig } from '../../config/config.ts';
import { DEMO_FUNNELS } from '../../demo/funnels.ts';
import { DEMO_GOALS } from '../../demo/goals.ts';
import { loadLayout } from '../../demo/layout.ts';
import { createLiveTraffic } from '../../demo/live-traffic.ts';
import { type DemoRequest, seedDemo } from '../../demo/seed.ts';
import { systemClock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { randomSecret, uuid } from '../../lib/id.ts';
import { createLog } from '../../lib/log.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { counted, dim, link, strong, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { flagsOf, type SettingOptions, withSettingOptions } from '../settings.ts';
import { untilStopped } from '../until-stopped.ts';

/** The demo shop's pages carry this key; it exists only in data that `heat demo` made. */
const DEMO_WRITE_KEY = 'hw_demo';
const DEMO_EMAIL = 'demo@heat.invalid';
const DEMO_PROJECT = 'Kettle & Leaf (demo)';

/** Data of its own, and no limit for the one key by which it makes up what comes. */
const OWN_DEFAULTS = { dataDir: './heat-demo', ingestPerKey: '0', logLevel: 'warn' };

type DemoFlags = SettingOptions & { visits: string; days: string; seed: string; traffic: boolean };

/** Between two steps of the shop's traffic, ms. */
const TRAFFIC_MS = 1_000;

export function addDemoCommand(program: Command, terminal: Terminal): void {
  withSettingOptions(
    program
      .command('demo')
      .description('Serve a demo shop with weeks of visits, and print a link into its dashboard.'),
    OWN_DEFAULTS,
  )
    .option('--visits <number>', 'visits to make up', '3600')
    .option('--days <number>', 'days of history', '60')
    .option('--seed <number>', 'same seed, same visits', '7')
    .option('--no-traffic', 'nobody comes to the shop while it runs')
    .addHelpText('after', '\nExample:\n  heat demo\n\nRunning it again keeps what is there.\n')
    .action((flags: DemoFlags) => runDemo(terminal, flags));
}

async function runDemo(terminal: Terminal, flags: DemoFlags): Promise<void> {
  const plan = {
    seed: readCount('--seed', flags.seed, 2 ** 31),
    visits: readCount('--visits', flags.visits, 100_000),
    days: readCount('--days', flags.days, 365),
  };
  // No settings file is read: one that lies there is of the heat that is no demo.
  const config = readConfig({ flags: { ...OWN_DEFAULTS, ...flagsOf(flags) }, env: process.env });
  const heat = await startHeat({ config, clock: systemClock, log: createLog(config.logLevel, terminal.err) });
  try {
    await present(terminal, heat, plan);
    if (flags.traffic) startTraffic(heat, plan.seed);
  } catch (error) {
    await heat.stop();
    throw error;
  }
  await untilStopped(() => heat.stop(), heat.failed);
}

async function present(terminal: Terminal, heat: Heat, plan: Plan): Promise<void> {
  const existing = (await heat.projects.list()).find((project) => project.writeKey === DEMO_WRITE_KEY);
  const project = existing ?? (await makeProject(heat));
  if (!existing) {
    await seed(terminal, heat, plan);
    await annotate(heat, project, plan);
  }

  const userId = await demoUserId(heat);
  const { token } = await heat.accounts.createSignInLink(userId, 'terminal');
  terminal.out(
    `${strong('heat demo')} is running at ${link(heat.url)}\n\n` +
      `  dashboard, signed in   ${link(`${heat.url}/sign-in#${token}`)}\n` +
      `  the demo shop          ${link(`${heat.url}/demo/`)}\n\n` +
      `${dim(`Project ${project.id}. Click in the shop and look at the heatmap. The dashboard link works once: stop with Ctrl-C and start again for another.`)}\n`,
  );
}

async function makeProject(heat: Heat): Promise<ProjectRow> {
  const { project } = await heat.projects.create(
    { name: DEMO_PROJECT, timeZone: 'Europe/Berlin' },
    'terminal',
  );
  for (const funnel of DEMO_FUNNELS) {
    await heat.funnels.create({ projectNo: project.no, ...funnel }, 'terminal');
  }
  const { goals } = openRooms(heat.catalog);
  for (const goal of DEMO_GOALS) await goals.create({ projectNo: project.no, ...goal }, TERMINAL_ACTOR);
  return heat.catalog.updateProject(project.id, { writeKey: DEMO_WRITE_KEY });
}

/** What the shop's people would have noted in their charts. */
async function annotate(heat: Heat, { no: projectNo }: ProjectRow, { days }: Plan): Promise<void> {
  const { annotations } = openRooms(heat.catalog);
  const notes = [
    [19, 'Newsletter: autumn teas'],
    [11, 'Deploy 2.3: new cart'],
    [3, 'Deploy 2.4: coupon field'],
  ] as const;
  for (const [daysAgo, text] of notes) {
    if (daysAgo > days) continue;
    const atMs = Date.now() - daysAgo * 86_400_000;
    await annotations.create({ projectNo, text, atMs }, TERMINAL_ACTOR);
  }
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

type Plan = { seed: number; visits: number; days: number };

async function seed(terminal: Terminal, heat: Heat, plan: Plan): Promise<void> {
  const showProgress = process.stderr.isTTY === true;
  const startedAt = performance.now();
  const report = await seedDemo({
    layout: loadLayout(),
    ...plan,
    nowMs: Date.now(),
    origin: heat.url,
    writeKey: DEMO_WRITE_KEY,
    send: sendTo(heat),
    onProgress: (done, total) => {
      if (showProgress && (done % 50 === 0 || done === total))
        terminal.err(`\rMaking up visits: ${done} of ${total}`);
    },
  });
  await heat.applied();
  if (showProgress) terminal.err('\r\x1b[K');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  terminal.out(
    `Made up ${counted(report.visits, 'visit')} with ${counted(report.events, 'event')} in ${seconds} s\n`,
  );
}

/** People come to the shop for as long as heat runs. */
function startTraffic(heat: Heat, seed: number): void {
  const { step } = createLiveTraffic({
    layout: loadLayout(),
    seed: seed + Date.now(),
    origin: heat.url,
    writeKey: DEMO_WRITE_KEY,
    nowMs: Date.now,
    send: sendTo(heat),
  });
  let isStepping = false;
  setInterval(async () => {
    if (isStepping) return;
    isStepping = true;
    await step();
    isStepping = false;
  }, TRAFFIC_MS).unref();
}

/** Through the same door that browsers use. */
function sendTo(heat: Heat) {
  return ({ body, person, origin }: DemoRequest) =>
    heat.ingest.handle({
      requestId: uuid(),
      body,
      contentEncoding: null,
      headerKey: null,
      queryKey: null,
      bearer: null,
      origin,
      referer: null,
      userAgent: person.userAgent,
      acceptLanguage: person.language,
      address: person.address,
      country: person.country,
      optOut: false,
    });
}
