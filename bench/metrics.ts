// How fast metrics, funnels and journeys are answered over HTTP: 10 million events in 200,000 sessions of 90 days, written
// through the storage port and packed as a running heat does it, then asked of the built executable; cold is the first
// question after its start. Then what they do to ingest, and how soon a question ends whose asker has left.
//   bun run bench metrics [--sessions 200000] [--data DIR, kept and used again]

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../src/contract/slots.ts';
import { openApplyStore } from '../src/storage/open/apply-store.ts';
import { openJournalStore } from '../src/storage/open/journal-store.ts';
import { makeHeatFolder } from '../test/support/heat-process.ts';
import { askCold } from './metrics-cold.ts';
import { DAYS, EVENTS_EACH, makeSlices } from './metrics-data.ts';
import { type Ask, leave } from './metrics-leaving.ts';
import { heaviestQuestion, metricsQuestions } from './metrics-questions.ts';
import { numberOption } from './number-option.ts';
import { ingestOf, PACE, pacedIngest } from './paced-ingest.ts';
import { SERVE_FLAGS } from './traffic.ts';

const kept = Bun.argv.includes('--data') ? Bun.argv[Bun.argv.indexOf('--data') + 1] : undefined;
const sessions = numberOption('sessions', 200_000);
const ASKED = 9;
const today = Math.floor(Date.now() / DAY_MS);
const toMs = today * DAY_MS;
const range = `from=${toMs - DAYS * DAY_MS}&to=${toMs}&tz=Europe/Berlin`;
/** Alone and beside take turns, since the machine is seldom ours alone. */
const TURNS = 3;

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
  const cold = new Map<string, { ms: number; cpuMs: number }>();
  for (const [, path] of metricsQuestions(range))
    cold.set(path, await askCold(heat, dataDir, { path, headers }));
  const serving = await heat.serve([...SERVE_FLAGS, '--data', dataDir]);
  const ask: Ask = async (path, signal) => {
    const startedAt = performance.now();
    const answer = await fetch(`${serving.url}/api/v1/${path}`, { headers, signal: signal ?? null });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return performance.now() - startedAt;
  };
  await askAll(ask, cold);
  await showLeaving(ask, serving.pid);
  await besideIngest(ask, ingestOf(serving.url, writeKey));
  await serving.stop();
} finally {
  await heat.remove();
}

type Cold = ReadonlyMap<string, { ms: number; cpuMs: number }>;

async function askAll(ask: Ask, cold: Cold): Promise<void> {
  row('question', ['cold', 'of a core', 'least', 'p50', 'most', 'goal']);
  for (const [name, path, goalMs] of metricsQuestions(range)) {
    const first = cold.get(path);
    const times: number[] = [];
    // Once more than counted: the code of a question that was never asked is slower.
    while (times.length <= ASKED) times.push(await ask(path));
    const known = times.slice(1).sort((a, b) => a - b);
    const cells = [
      first?.ms ?? 0,
      first?.cpuMs ?? 0,
      known[0] ?? 0,
      known[ASKED >> 1] ?? 0,
      known.at(-1) ?? 0,
    ];
    row(name, [...cells.map(ms), goalMs === null ? '' : ms(goalMs)]);
  }
}

async function showLeaving(ask: Ask, pid: number): Promise<void> {
  const { gone, others, alone } = await leave(ask, { pid, range });
  const cells = (times: number[]): string[] => [ms(times[times.length >> 1] ?? 0), ms(times.at(-1) ?? 0)];
  row('\nasker leaves', ['p50', 'most']);
  row('threads of both questions gone', cells(gone));
  row('another question answered', cells(others));
  row('that question alone', cells(alone));
}

async function besideIngest(ask: Ask, ingest: ReturnType<typeof ingestOf>): Promise<void> {
  row(`\ningest, ${PACE} requests/s`, ['p50', 'p99', 'reports']);
  const show = (name: string, times: number[], asked: number): void => {
    times.sort((a, b) => a - b);
    const at = (share: number): string => ms(times[Math.floor(times.length * share)] ?? 0);
    row(name, [at(0.5), at(0.99), String(asked)]);
  };
  for (let turn = 1; turn <= TURNS; turn += 1) {
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
