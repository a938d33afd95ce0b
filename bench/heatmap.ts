// How fast maps of a large project are read, and how many bytes a click takes: 10 million clicks on 50 pages in 90 days,
// written through the storage port, then read through it. Nothing of it runs in a test.
//   bun run bench heatmap [--clicks 10000000] [--data DIR, kept and used again] [--hashed]

import { Database } from 'bun:sqlite';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../src/contract/limits.ts';
import { dataPaths } from '../src/lib/data-directory.ts';
import { openApplyStore } from '../src/storage/open/apply-store.ts';
import { migrate, openReportStore } from '../src/storage/open.ts';
import type { Filter, ReportStore } from '../src/storage/port.ts';
import { DAYS, makeSlices, PAGES, pageId } from './heatmap-data.ts';

const option = (name: string): string | undefined =>
  Bun.argv.includes(name) ? Bun.argv[Bun.argv.indexOf(name) + 1] : undefined;
const clicks = Number(option('--clicks') ?? 10_000_000);
const isHashed = Bun.argv.includes('--hashed');
const kept = option('--data');
/** Midday: a range then has a ragged day at both ends, as ranges have. */
const TO_MS = Date.UTC(2026, 10, 20, 12);
const DAY_MS = 86_400_000;
const PER_SLICE = 200_000;
const ASKED = 15;
const GRID = { columns: 256, mergedRows: 1 };

const dir = kept ?? mkdtempSync(join(tmpdir(), 'heat-bench-'));
try {
  const isNew = !existsSync(dataPaths(dir).events);
  await migrate(dir);
  if (isNew) await fill();
  await pack();
  sizes();
  const store = await openReportStore(dir);
  await ask(store);
  await store.close();
} finally {
  if (kept === undefined) rmSync(dir, { recursive: true });
}

async function fill(): Promise<void> {
  const store = await openApplyStore(dir, { durability: 'normal' });
  const startedAt = performance.now();
  let done = 0;
  for (const slice of makeSlices({ clicks, perSlice: PER_SLICE, toMs: TO_MS, isHashed })) {
    await store.commit(slice);
    done += slice.clicks.length;
    const perSecond = (done / (performance.now() - startedAt)) * 1_000;
    process.stderr.write(
      `\r${done.toLocaleString('en')} clicks, ${Math.round(perSecond).toLocaleString('en')} a second `,
    );
  }
  process.stderr.write('\n');
  await store.checkpoint();
  await store.close();
}

/** What the applier does by itself once a day is over; nothing is left to do the second time. */
async function pack(): Promise<void> {
  const store = await openApplyStore(dir, { durability: 'normal' });
  const beforeDay = Math.floor((TO_MS - LIMITS.packAfterMs) / DAY_MS);
  const startedAt = performance.now();
  let steps = 0;
  while (await store.packSessions(beforeDay)) steps += 1;
  while (await store.packBins(beforeDay, LIMITS.packGroups)) steps += 1;
  while (await store.packClicks(beforeDay, LIMITS.packGroups)) steps += 1;
  while (await store.packEvents(beforeDay, LIMITS.packGroups)) steps += 1;
  const seconds = (performance.now() - startedAt) / 1_000;
  if (steps > 1000)
    process.stderr.write(
      `packed in ${seconds.toFixed(0)} s, ${((seconds * 1_000) / steps).toFixed(1)} ms a step\n`,
    );
  while ((await store.releaseSpace(10_000)) > 0);
  await store.checkpoint();
  await store.close();
}

/** Bytes of each table with its indexes. */
function sizes(): void {
  const db = new Database(dataPaths(dir).events, { readonly: true });
  const [{ count = 0 } = {}] = db
    .query<{ count: number }, []>('select sum(clicks) as count from sessions')
    .all();
  const tables = db
    .query<{ name: string; bytes: number }, []>(
      'select name, sum(pgsize) as bytes from dbstat where aggregate = true group by name order by 2 desc limit 9',
    )
    .all();
  const total = statSync(dataPaths(dir).events).size;
  console.log(
    `${count.toLocaleString('en')} clicks, ${PAGES} pages, ${DAYS} days; events.db ${(total / 1e6).toFixed(0)} MB\n`,
  );
  console.log(`${'bytes a click'.padEnd(34)}${(total / count).toFixed(1).padStart(8)}`);
  for (const { name, bytes } of tables)
    console.log(`  ${name.padEnd(32)}${(bytes / count).toFixed(1).padStart(8)}`);
  db.close();
}

async function ask(store: ReportStore): Promise<void> {
  const base = { projectNo: 1, timeZone: 'UTC', includeBots: false, device: null };
  const range = (days: number) => ({ fromMs: TO_MS - days * DAY_MS, toMs: TO_MS });
  const firefox: Filter = { dimension: 'browser', op: 'is', value: 'Firefox' };
  const all = Array.from({ length: PAGES }, (_, page) => pageId(page));
  const map = (days: number, filters: Filter[] = [], pages = [pageId(0)]) =>
    store.heatmap({ ...base, ...range(days), filters, pages, kind: 'click', grid: GRID });
  const questions: [name: string, ask: () => Promise<{ total: number }>][] = [
    ['hottest page, 90 days', () => map(90)],
    ['hottest page, 30 days', () => map(30)],
    ['hottest page, 7 days', () => map(7)],
    ['hottest page, 90 days, Firefox', () => map(90, [firefox])],
    ['hottest page, 7 days, Firefox', () => map(7, [firefox])],
    ['template of all pages, 90 days', () => map(90, [], all)],
  ];
  console.log(
    `\n${'map'.padEnd(34)}${'clicks'.padStart(12)}${'least'.padStart(10)}${'p50'.padStart(10)}${'most'.padStart(10)}`,
  );
  for (const [name, question] of questions) {
    const { total } = await question();
    const times: number[] = [];
    while (times.length < ASKED && times.reduce((sum, ms) => sum + ms, 0) < 20_000) {
      const startedAt = performance.now();
      await question();
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    const p50 = times[Math.floor(times.length / 2)] ?? 0;
    const ms = (time: number) => `${time.toFixed(1)} ms`.padStart(10);
    console.log(
      `${name.padEnd(34)}${total.toLocaleString('en').padStart(12)}${ms(times[0] ?? 0)}${ms(p50)}${ms(times.at(-1) ?? 0)}`,
    );
  }
}
