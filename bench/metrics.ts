// How fast metrics, funnels and journeys are answered over HTTP: 10 million events in 200,000 sessions of 90 days, written
// through the storage port and packed as a running heat does it, then asked of the built executable; cold is the first
// time after its start. Then what they do to ingest, and how soon a question ends whose asker has left.
//   bun run bench metrics [--sessions 200000] [--data DIR, kept and used again]

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../src/contract/slots.ts';
import { openApplyStore } from '../src/storage/open/apply-store.ts';
import { openJournalStore } from '../src/storage/open/journal-store.ts';
import { makeHeatFolder } from '../test/support/heat-process.ts';
import { DAYS, EVENTS_EACH, makeSlices } from './metrics-data.ts';
import { heaviestQuestion, metricsQuestions } from './metrics-questions.ts';
import { ingestOf, PACE, pacedIngest } from './paced-ingest.ts';
import { SERVE_FLAGS } from './traffic.ts';

const kept = Bun.argv.includes('--data') ? Bun.argv[Bun.argv.indexOf('--data') + 1] : undefined;
const sessions = Number(Bun.argv[Bun.argv.indexOf('--sessions') + 1]) || 200_000;
const ASKED = 9;
const today = Math.floor(Date.now() / DAY_MS);
const toMs = today * DAY_MS;
const range = `from=${toMs - DAYS * DAY_MS}&to=${toMs}&tz=Europe/Berlin`;
/** How long a question has run when its asker leaves. */
const LEFT_AFTER_MS = 150;

type Ask = (path: string, signal?: AbortSignal) => Promise<number>;

const heat = await makeHeatFolder();
try {
  const dataDir = kept ?? join(heat.dir, 'heat-data');
  const isNew = !existsSync(dataDir);
  const run = async (...args: string[]): Promise<string> => {
    const ran = await heat.run([...args, '--data', dataDir, '--json']);
    if (ran.code !== 0) throw new Error(ran.stderr);
    return ran.stdout;
  };
  if (isNew) await run('project', 'add', 'Bench');
  await (await heat.serve(['--data', dataDir])).stop();
  await fill(dataDir, isNew);
  const keyOf = async (scope: string): Promise<string> => {
    const made = await run('key', 'add', '--project', 'bench', '--scope', scope, '--name', 'bench');
    return (JSON.parse(made) as { secret: string }).secret;
  };
  const headers = { 'x-api-key': await keyOf('read') };
  const { writeKey } = JSON.parse(await run('project', 'show', 'bench')) as { writeKey: string };
  const serving = await heat.serve([...SERVE_FLAGS, '--data', dataDir]);
  const ask: Ask = async (path, signal) => {
    const startedAt = performance.now();
    const answer = await fetch(`${serving.url}/api/v1/${path}`, { headers, signal: signal ?? null });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return performance.now() - startedAt;
  };
  await askAll(ask);
  await leave(ask);
  await besideIngest(ask, ingestOf(serving.url, writeKey));
  await serving.stop();
} finally {
  await heat.remove();
}

async function askAll(ask: Ask): Promise<void> {
  row('question', ['cold', 'least', 'p50', 'most', 'goal']);
  for (const [name, path, goalMs] of metricsQuestions(range)) {
    const cold = await ask(path);
    const times: number[] = [];
    while (times.length < ASKED) times.push(await ask(path));
    times.sort((a, b) => a - b);
    const cells = [cold, times[0] ?? 0, times[ASKED >> 1] ?? 0, times.at(-1) ?? 0].map(ms);
    row(name, [...cells, goalMs === null ? '' : ms(goalMs)]);
  }
}

/** Both workers are at work when their askers leave: how long another question waits for one of them from then on. */
async function leave(ask: Ask): Promise<void> {
  const times: number[] = [];
  const alone: number[] = [];
  while (times.length < ASKED) {
    const left = new AbortController();
    const asked = [1, 2].map(() => ask(heaviestQuestion(range), left.signal).catch(() => 0));
    await Bun.sleep(LEFT_AFTER_MS);
    const waiting = ask('metrics/realtime');
    const leftAt = performance.now();
    left.abort();
    await waiting;
    times.push(performance.now() - leftAt);
    await Promise.all(asked);
    alone.push(await ask('metrics/realtime'));
  }
  const middle = (all: number[]): string => ms(all.sort((a, b) => a - b)[ASKED >> 1] ?? 0);
  row('\nasker leaves', ['p50', 'most']);
  row('another question waits', [middle(times), ms(times.at(-1) ?? 0)]);
  row('that question alone', [middle(alone), ms(alone.at(-1) ?? 0)]);
}

async function besideIngest(ask: Ask, ingest: ReturnType<typeof ingestOf>): Promise<void> {
  row(`\ningest, ${PACE} requests/s`, ['p50', 'p99', 'reports']);
  const show = (name: string, times: number[], asked: number): void => {
    times.sort((a, b) => a - b);
    const at = (share: number): string => ms(times[Math.floor(times.length * share)] ?? 0);
    row(name, [at(0.5), at(0.99), String(asked)]);
  };
  show('alone', await pacedIngest(ingest, `${Date.now()}-a`), 0);
  for (const [name, path] of [
    ['beside dashboards', `metrics/dashboard?${range}`],
    ['beside strict funnels', heaviestQuestion(range)],
  ] as const) {
    let isOver = false;
    const asking = (async () => {
      let asked = 0;
      for (; !isOver; asked += 1) await ask(path);
      return asked;
    })();
    const times = await pacedIngest(ingest, `${Date.now()}-${path.length}`);
    isOver = true;
    show(name, times, await asking);
  }
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function row(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(34) + cells.map((cell) => cell.padStart(10)).join(''));
}

/** Writes the sessions, if they are not there, and packs all days but the last, which a running heat leaves for some hours. */
async function fill(dataDir: string, isNew: boolean): Promise<void> {
  const journal = await openJournalStore(dataDir);
  const journalId = await journal.id();
  await journal.close();
  const store = await openApplyStore(dataDir, { durability: 'normal' });
  const startedAt = performance.now();
  let done = 0;
  for await (const slice of isNew ? makeSlices({ sessions, projectNo: 1, journalId, toMs }) : []) {
    await store.commit(slice);
    done += slice.sessions.length;
    if (done % 20_000 === 0)
      process.stderr.write(`\r${done} sessions, ${((performance.now() - startedAt) / 1000).toFixed(0)} s `);
  }
  const packedAt = performance.now();
  let blocks = 0;
  while (await store.packSessions(today - 1)) blocks += 1;
  const packMs = performance.now() - packedAt;
  await store.checkpoint();
  await store.close();
  const { size } = await stat(join(dataDir, 'events.db'));
  const events = (sessions * EVENTS_EACH).toLocaleString('en');
  console.log(
    `\n${events} events, ${sessions.toLocaleString('en')} sessions, ${DAYS} days, events.db ${(size / 1e6).toFixed(0)} MB; ${blocks} blocks packed in ${(packMs / 1000).toFixed(1)} s\n`,
  );
}
