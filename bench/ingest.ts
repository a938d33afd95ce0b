// Events a second, answered after commit and applied, as a ratio to the bare reference (bench/reference.ts) in one run.
// 32 connections, batches of 32 events (bench/traffic.ts); a mouse-move sample counts as one event.
// Both sides first get a second's traffic that does not count, so that figures are those of a server that has been
// running: a fresh process spends its first second compiling hot code on the cores that are measured.
//   bun run bench ingest [--batches 30000]

import { Database } from 'bun:sqlite';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addProject, makeHeatFolder } from '../test/support/heat-process.ts';
import type { LoadJob, LoadResult } from './load.ts';
import { numberOption } from './number-option.ts';
import { EVENTS_PER_BATCH, type Form, SERVE_FLAGS, USER_AGENT } from './traffic.ts';

const CONNECTIONS = 32;
const batches = numberOption('batches', 30_000);
const ROUNDS = 3;
const WARM_UP_BATCHES = 6_000;

type Figures = {
  eventsPerSecond: number;
  appliedPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuUsPerEvent: number;
  diskBytesPerEvent: number;
  wireBytesPerEvent: number;
  refused: number;
};

const reference: Figures[] = [];
const verbose: Figures[] = [];
const compact: Figures[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  reference.push(await measureReference());
  verbose.push(await measureHeat('verbose', `v${round}`));
  compact.push(await measureHeat('compact', `c${round}`));
}
const base = median(reference);
print('reference, verbose form', base, base);
print('heat, verbose form', median(verbose), base);
print('heat, compact form', median(compact), base);
console.log(
  `\n${batches} batches of ${EVENTS_PER_BATCH} events, ${CONNECTIONS} connections, after ${WARM_UP_BATCHES} to warm up, median of ${ROUNDS} rounds taken in turn. Goal: applied ratio ≥ 0.35, then 0.5.`,
);

async function measureReference(): Promise<Figures> {
  const dir = await mkdtemp(join(tmpdir(), 'heat-bench-'));
  const file = join(dir, 'reference.db');
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'reference.ts'), file], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  try {
    const reader = child.stdout.getReader();
    const port = Number(new TextDecoder().decode((await reader.read()).value));
    const headers = { 'content-type': 'application/json' };
    const job = { port, path: '/', headers, form: 'verbose', connections: CONNECTIONS } as const;
    await load({ ...job, batches: WARM_UP_BATCHES, run: 'w' });
    const cpuBefore = cpuSeconds(child.pid);
    const result = await load({ ...job, batches, run: 'r' });
    return figures(result, {
      appliedAtMs: result.answeredAtMs,
      cpu: cpuSeconds(child.pid) - cpuBefore,
      diskBytes: await sizeOf([file, `${file}-wal`]),
    });
  } finally {
    child.kill();
    await child.exited;
    await rm(dir, { recursive: true, force: true });
  }
}

async function measureHeat(form: Form, run: string): Promise<Figures> {
  const heat = await makeHeatFolder();
  try {
    const project = await addProject(heat, 'Bench');
    const serving = await heat.serve(SERVE_FLAGS);
    const headers = {
      'content-type': 'application/json',
      'x-project-key': project.writeKey,
      'user-agent': USER_AGENT,
    };
    const port = Number(new URL(serving.url).port);
    const job = { port, path: '/ingest', headers, form, connections: CONNECTIONS };
    const data = join(heat.dir, 'heat-data');
    await load({ ...job, batches: WARM_UP_BATCHES, run: `${run}w` });
    await waitUntilApplied(data);
    const cpuBefore = cpuSeconds(serving.pid);
    const result = await load({ ...job, batches, run });
    const appliedAtMs = await waitUntilApplied(data);
    const cpu = cpuSeconds(serving.pid) - cpuBefore;
    const stored = countStored(data);
    const sent = (batches + WARM_UP_BATCHES) * EVENTS_PER_BATCH;
    if (stored !== sent) throw new Error(`${stored} events are stored instead of ${sent}`);
    await serving.stop();
    return figures(result, { appliedAtMs, cpu, diskBytes: await sizeOf([join(data, 'events.db')]) });
  } finally {
    await heat.remove();
  }
}

/** Polls until the applied position is the newest of the journal; resolves with the time of that look. */
async function waitUntilApplied(data: string): Promise<number> {
  const journal = new Database(join(data, 'journal.db'), { readonly: true });
  const events = new Database(join(data, 'events.db'), { readonly: true });
  const last = (
    journal.query("select seq from sqlite_sequence where name = 'batches'").get() as { seq: number }
  ).seq;
  try {
    for (;;) {
      const applied = events.query('select seq from applied').get() as { seq: number } | null;
      if (applied && applied.seq >= last) return Date.now();
      await Bun.sleep(5);
    }
  } finally {
    journal.close();
    events.close();
  }
}

function countStored(data: string): number {
  const db = new Database(join(data, 'events.db'), { readonly: true });
  const row = db
    .query(
      'select sum(events) - count_moves + sum(moves) as n from sessions, (select count(*) as count_moves from events where type = 3)',
    )
    .get() as { n: number };
  db.close();
  return row.n;
}

type Measured = { appliedAtMs: number; cpu: number; diskBytes: number };

/** `diskBytes` are those of the warm-up's events too. */
function figures(result: LoadResult, { appliedAtMs, cpu, diskBytes }: Measured): Figures {
  const events = result.ok * EVENTS_PER_BATCH;
  return {
    eventsPerSecond: events / ((result.answeredAtMs - result.startedAtMs) / 1000),
    appliedPerSecond: events / ((Math.max(appliedAtMs, result.answeredAtMs) - result.startedAtMs) / 1000),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuUsPerEvent: (cpu * 1e6) / events,
    diskBytesPerEvent: diskBytes / (events + WARM_UP_BATCHES * EVENTS_PER_BATCH),
    wireBytesPerEvent: result.bodyBytes / events,
    refused: result.refused,
  };
}

function median(rounds: Figures[]): Figures {
  return rounds.toSorted((a, b) => a.appliedPerSecond - b.appliedPerSecond)[
    Math.floor(rounds.length / 2)
  ] as Figures;
}

function print(name: string, own: Figures, base: Figures): void {
  const n = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
  console.log(
    `${name.padEnd(26)} answered ${n(own.eventsPerSecond)}/s · applied ${n(own.appliedPerSecond)}/s · ratio ${(own.appliedPerSecond / base.appliedPerSecond).toFixed(2)}` +
      ` · p50 ${n(own.p50Ms, 1)} ms · p99 ${n(own.p99Ms, 1)} ms · CPU ${n(own.cpuUsPerEvent, 2)} µs/event · disk ${n(own.diskBytesPerEvent)} B/event · wire ${n(own.wireBytesPerEvent)} B/event · refused ${own.refused}`,
  );
}

async function load(job: LoadJob): Promise<LoadResult> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'load.ts')], {
    stdin: new TextEncoder().encode(JSON.stringify(job)),
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error('The load generator failed');
  return JSON.parse(text) as LoadResult;
}

/** User and system time of a process so far, in seconds. */
function cpuSeconds(pid: number): number {
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function sizeOf(files: string[]): Promise<number> {
  let sum = 0;
  for (const file of files) sum += (await stat(file).catch(() => ({ size: 0 }))).size;
  return sum;
}
