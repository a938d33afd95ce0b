// How fast metrics are answered over HTTP: 10 million events in 200,000 sessions of 90 days, written through the storage
// port, then asked of the built executable; cold is the first time after its start.
//   bun run bench metrics [--sessions 200000] [--data DIR, kept and used again]

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openApplyStore, openJournalStore } from '../src/storage/open.ts';
import { makeHeatFolder } from '../test/support/heat-process.ts';
import { DAYS, EVENTS_EACH, makeSlices } from './metrics-data.ts';

const kept = Bun.argv.includes('--data') ? Bun.argv[Bun.argv.indexOf('--data') + 1] : undefined;
const sessions = Number(Bun.argv[Bun.argv.indexOf('--sessions') + 1]) || 200_000;
const ASKED = 7;
const DAY_MS = 86_400_000;
const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const range = `from=${toMs - DAYS * DAY_MS}&to=${toMs}&tz=Europe/Berlin`;
const two = 'filter=device:is:mobile&filter=country:is:DE';

const QUESTIONS: [name: string, path: string, goalMs: number | null][] = [
  ['dashboard, 90 days', `metrics/dashboard?${range}`, 150],
  ['dashboard, 30 days', 'metrics/dashboard?period=30d', null],
  ['dashboard, 7 days', 'metrics/dashboard?period=7d', null],
  ['timeseries, pageviews by day', `metrics/timeseries?${range}&metric=pageviews&interval=day`, 100],
  ['timeseries, visitors by day', `metrics/timeseries?${range}&metric=visitors&interval=day`, 100],
  ['timeseries, split by browser', `metrics/timeseries?${range}&metric=sessions&split=browser`, null],
  ['breakdown, country', `metrics/breakdown/country?${range}`, 150],
  ['breakdown, source', `metrics/breakdown/source?${range}`, 150],
  ['breakdown, entry', `metrics/breakdown/entry?${range}`, 150],
  ['breakdown, page', `metrics/breakdown/page?${range}`, 150],
  ['breakdown, event', `metrics/breakdown/event?${range}`, 150],
  ['breakdown, prop.plan', `metrics/breakdown/prop.plan?${range}`, 150],
  ['top-events', `metrics/top-events?${range}`, 150],
  ['users', `metrics/users?${range}`, null],
  ['realtime', 'metrics/realtime', null],
  ['events, first page', `events?${range}`, null],
  ['dashboard, two dimensions', `metrics/dashboard?${range}&${two}`, 600],
  ['breakdown, two dimensions', `metrics/breakdown/source?${range}&${two}`, 600],
  ['dashboard, did an event', `metrics/dashboard?${range}&filter=event:is:purchase`, null],
];

const heat = await makeHeatFolder();
try {
  const dataDir = kept ?? join(heat.dir, 'heat-data');
  const isNew = !existsSync(dataDir);
  const run = async (...args: string[]): Promise<string> => {
    const ran = await heat.run([...args, '--data', dataDir, '--json']);
    if (ran.code !== 0) throw new Error(ran.stderr);
    return ran.stdout;
  };
  if (isNew) {
    await run('project', 'add', 'Bench');
    await (await heat.serve(['--data', dataDir])).stop();
    await fill(dataDir);
  }
  const made = JSON.parse(
    await run('key', 'add', '--project', 'bench', '--scope', 'read', '--name', 'bench'),
  );
  const { secret } = made as { secret: string };
  const serving = await heat.serve(['--data', dataDir]);
  const headers = { 'x-api-key': secret };
  console.log(
    'question'.padEnd(34) + ['cold', 'p50', 'p99', 'goal'].map((head) => head.padStart(10)).join(''),
  );
  for (const [name, path, goalMs] of QUESTIONS) {
    const ask = async (): Promise<number> => {
      const startedAt = performance.now();
      const answer = await fetch(`${serving.url}/api/v1/${path}`, { headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return performance.now() - startedAt;
    };
    const cold = await ask();
    const times: number[] = [];
    while (times.length < ASKED) times.push(await ask());
    times.sort((a, b) => a - b);
    const cells = [cold, times[ASKED >> 1] ?? 0, times.at(-1) ?? 0].map((ms) => `${ms.toFixed(0)} ms`);
    console.log(
      name.padEnd(34) +
        [...cells, goalMs === null ? '' : `${goalMs} ms`].map((cell) => cell.padStart(10)).join(''),
    );
  }
  await serving.stop();
} finally {
  await heat.remove();
}

async function fill(dataDir: string): Promise<void> {
  const journal = await openJournalStore(dataDir);
  const journalId = await journal.id();
  await journal.close();
  const store = await openApplyStore(dataDir, { durability: 'normal' });
  const startedAt = performance.now();
  let done = 0;
  for await (const slice of makeSlices({ sessions, projectNo: 1, journalId, toMs })) {
    await store.commit(slice);
    done += slice.sessions.length;
    if (done % 20_000 === 0)
      process.stderr.write(`\r${done} sessions, ${((performance.now() - startedAt) / 1000).toFixed(0)} s `);
  }
  await store.checkpoint();
  await store.close();
  const { size } = await stat(join(dataDir, 'events.db'));
  const events = (sessions * EVENTS_EACH).toLocaleString('en');
  console.log(
    `\n${events} events, ${sessions.toLocaleString('en')} sessions, ${DAYS} days, events.db ${(size / 1e6).toFixed(0)} MB\n`,
  );
}
