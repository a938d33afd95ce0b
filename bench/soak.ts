// Does heat stay as it is for days? Visits at a steady rate over a running binary, with everything beside them that happens
// to one: dashboards, live views, exports, backups, retention, people who are forgotten. A line a minute, verdicts at the end,
// and exit code 1 when a bound is broken. Ctrl-C ends it early, with verdicts.
//   bun run bench soak [--hours 72] [--rate 200]

import { join } from 'node:path';
import { seededRandom } from '../src/lib/seeded-random.ts';
import { addProject, eventually, makeHeatFolder } from '../test/support/heat-process.ts';
import { numberOption } from './number-option.ts';
import { choreDuties, forgettable, oldEvents } from './soak-chores.ts';
import { createClient, startDuties } from './soak-client.ts';
import { peopleDuties } from './soak-people.ts';
import { head, line, printEnd } from './soak-print.ts';
import { reconcile, same, totalsOf } from './soak-reconcile.ts';
import { createSender, nothingAcknowledged } from './soak-sender.ts';
import { createTally } from './soak-tally.ts';
import { judge, type Verdict } from './soak-verdict.ts';
import { createVisits, SHOP_ORIGIN, type Target } from './soak-visits.ts';
import { type Sample, startWatch } from './soak-watch.ts';
import { SERVE_FLAGS } from './traffic.ts';

const HOURS = numberOption('hours', 72);
const RATE = numberOption('rate', 200);
const HOUR_MS = 3_600_000;
/** What happens once an hour; oftener in a run of a few hours, so that it happens some times. */
const CHAPTER_MS = Math.min(HOUR_MS, (HOURS * HOUR_MS) / 6);
const SAMPLE_MS = Math.min(60_000, (HOURS * HOUR_MS) / 20);
const STEP_MS = 200;
/** Query workers that nobody needs end after a minute, connections earlier. */
const REST_MS = 75_000;
const OWNER = { email: 'ops@shop.example', password: 'a long password of the soak' };
/** How the visits are divided. */
const SHARES = { shop: 0.85, aging: 0.05, people: 0.1 };

const heat = await makeHeatFolder();
let isBroken = true;
try {
  isBroken = await run();
} finally {
  await heat.remove();
}
process.exit(isBroken ? 1 : 0);

/** Everything of a run that has begun. */
type Run = Awaited<ReturnType<typeof begin>>;

async function run(): Promise<boolean> {
  const begun = await begin();
  const before = await begun.watch.take();
  const samples = await load(begun);
  const after = await settle(begun);
  console.log(`${line(before)}  at rest, before\n${line(after)}  at rest, after`);
  const { tally } = begun.client;
  const verdicts = [
    ...judge({
      ...{ samples, rest: { before, after } },
      ...{ serverFaults: tally.serverFaults(), unwanted: tally.faultCount() },
    }),
    ...(await reconcileAll(begun)),
  ];
  begun.watch.stop();
  const batches = [...begun.sender.acknowledged.values()].reduce((sum, one) => sum + one.batches, 0);
  printEnd(verdicts, { tally, done: begun.done, batches, said: begun.serving.stderr() });
  await begun.serving.stop();
  return verdicts.some(({ is }) => is === 'BROKEN');
}

async function begin() {
  const projects = await prepare();
  const { shop, aging, people } = projects;
  const serving = await heat.serve(SERVE_FLAGS);
  const client = createClient(serving.url, createTally(Date.now));
  await client.text({
    ...{ what: 'settings', method: 'PATCH', path: `/api/v1/projects/${people.id}` },
    ...{ headers: { 'x-api-key': people.key }, body: { settings: { replay: true } } },
  });
  const random = seededRandom(Date.now());
  const targets: Target[] = [
    { ...shop, share: SHARES.shop },
    { ...aging, share: SHARES.aging },
    { ...people, share: SHARES.people, userOf: forgettable },
  ];
  const visits = createVisits({ targets, rate: RATE, seed: random.between(0, 2 ** 31) });
  const sender = createSender({ ...client, random });
  const startedMs = Date.now();
  const chores = choreDuties({ heat, client, visits, random, ...projects }, CHAPTER_MS);
  const watch = startWatch({
    ...{ pid: serving.pid, url: serving.url, dataDir: join(heat.dir, 'heat-data'), startedMs },
    takeLatencies: sender.takeLatencies,
    isBackingUp: () => chores.done.isBackingUp,
    acknowledged: () => [...sender.acknowledged.values()].reduce((sum, { events }) => sum + events, 0),
  });
  const asks = peopleDuties({ client, project: shop.id, key: shop.key, signIn: OWNER, random }, CHAPTER_MS);
  const duties = [...chores.duties, ...asks];
  return { projects, serving, client, visits, sender, startedMs, watch, duties, done: chores.done };
}

/** The load itself; a sample each minute. */
async function load({ visits, sender, client, duties, watch, startedMs }: Run): Promise<Sample[]> {
  const stopped = Promise.withResolvers<'stopped'>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve('stopped'));
  const stepping = setInterval(() => {
    for (const piece of visits.due(Date.now())) sender.send(piece);
  }, STEP_MS);
  const working = startDuties(duties, client.tally);
  const samples: Sample[] = [];
  console.log(head());
  while (Date.now() < startedMs + HOURS * HOUR_MS) {
    const why = await Promise.race([Bun.sleep(SAMPLE_MS), stopped.promise]);
    const sample = await watch.take();
    samples.push(sample);
    console.log(line(sample));
    if (why === 'stopped') break;
  }
  clearInterval(stepping);
  await sender.idle();
  await working.stop();
  return samples;
}

/** When everybody has left and everything is applied. */
async function settle({ watch }: Run): Promise<Sample> {
  await eventually(async () => (await watch.metric('heat_journal_lag_batches')) === 0, 600_000);
  await Bun.sleep(REST_MS);
  return watch.take();
}

async function reconcileAll({ client, projects, sender, done }: Run): Promise<Verdict[]> {
  const sent = (id: string) => sender.acknowledged.get(id) ?? nothingAcknowledged();
  const { shop, aging, people } = projects;
  const verdicts = await reconcile({ heat, client }, shop, sent(shop.id));
  const stored = (await totalsOf(client, people)).events;
  const young = (await totalsOf(client, aging)).events - (await oldEvents(client, aging));
  return [
    ...verdicts,
    same('people: stored and forgotten events', sent(people.id).events, stored + done.forgottenEvents),
    same('aging: events of these days', sent(aging.id).events, young),
    same('aging: old events that should have gone', 0, done.overdue),
  ];
}

async function prepare() {
  const shop = await makeProject('Shop');
  const aging = await makeProject('Aging');
  const people = await makeProject('People');
  const stdin = `${OWNER.password}\n`;
  const ran = await heat.run(['user', 'add', OWNER.email, '--password-stdin'], { stdin });
  if (ran.code !== 0) throw new Error(`heat user add: ${ran.stderr}`);
  return { shop, aging, people };
}

async function makeProject(name: string): Promise<{ id: string; writeKey: string; key: string }> {
  const { id, writeKey, apiKey } = await addProject(heat, name, [SHOP_ORIGIN]);
  return { id, writeKey, key: apiKey };
}
