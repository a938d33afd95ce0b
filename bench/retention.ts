// What retention costs the thread that applies events: processor time for each session that goes, and the longest step,
// which is what events may have to wait for. 20,000 sessions with 200,000 clicks over 30 days, ten of which go at once and
// then one more, as a running heat has it every day.
//   bun run bench retention [--sessions 20000] [--pages 60] [--elements 30]

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplier } from '../src/apply/applier.ts';
import { createForgetter } from '../src/apply/forgetter.ts';
import { DAY_MS } from '../src/contract/slots.ts';
import type { JournalBatch, JournalEvent } from '../src/journal/record.ts';
import { systemClock } from '../src/lib/clock.ts';
import { type Random, seededRandom } from '../src/lib/seeded-random.ts';
import { encodeVlq } from '../src/lib/vlq.ts';
import { openApplyStore } from '../src/storage/open/apply-store.ts';
import { openJournalStore } from '../src/storage/open/journal-store.ts';
import { migrate } from '../src/storage/open.ts';
import { numberOption } from './number-option.ts';

const SESSIONS = numberOption('sessions', 20_000);
const PAGES = numberOption('pages', 60);
const DAYS = 30;
const CUTS = [10, 11];
/** Elements of a page, and how many different ones there are. */
const ELEMENTS = 30;
const NAMES = numberOption('elements', ELEMENTS);
const MINUTE_MS = 60_000;
const FIRST_DAY = Math.floor(Date.now() / DAY_MS) - DAYS - 1;
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
] as const;

const dir = join(tmpdir(), `heat-bench-retention-${process.pid}`);
try {
  await migrate(dir);
  const store = await openApplyStore(dir, { durability: 'normal' });
  await fill(store);
  for (const days of CUTS) await cut(store, days);
  await store.close();
} finally {
  await rm(dir, { recursive: true, force: true });
}

type Store = Awaited<ReturnType<typeof openApplyStore>>;

async function fill(store: Store): Promise<void> {
  const journal = await openJournalStore(dir, { durability: 'normal' });
  const applier = createApplier({ journal, store, clock: systemClock, onApplied: () => undefined });
  const random = seededRandom(7);
  for (let at = 0; at < SESSIONS; at += 500) {
    const batches = Array.from({ length: Math.min(500, SESSIONS - at) }, (_, n) => makeVisit(at + n, random));
    await journal.append(
      batches.map((batch) => {
        const receivedAtMs = (batch.events.at(-1)?.ts ?? 0) + 1_000;
        return { projectNo: 1, receivedAtMs, eventCount: batch.events.length, body: JSON.stringify(batch) };
      }),
    );
    await applier.applyAvailable();
  }
  const today = FIRST_DAY + DAYS + 1;
  for (const pack of [
    () => store.packSessions(today),
    () => store.packBins(today, 200),
    () => store.packClicks(today, 200),
    () => store.packEvents(today, 200),
  ])
    while (await pack());
  await store.checkpoint();
  await journal.close();
}

/** Ten clicks on one to four pages, with scrolling, the mouse, and some custom events. */
function makeVisit(number: number, random: Random): JournalBatch {
  const startMs = FIRST_DAY * DAY_MS + Math.floor((number * DAYS * DAY_MS) / SESSIONS);
  const pages = Array.from({ length: random.between(1, 4) }, () => Math.floor(PAGES * random.next() ** 3));
  const events: JournalEvent[] = [];
  let ts = startMs;
  const add = (type: JournalEvent['type'], p: number, rest: Partial<JournalEvent>) => {
    ts += random.between(500, MINUTE_MS / 2);
    events.push({ id: `${number}-${events.length.toString(36)}`, type, ts, p, w: 0, f: {}, ...rest });
  };
  for (const p of pages.keys()) {
    add('pageview', p, { f: { title: `Page ${pages[p]}` } });
    const path = encodeVlq([0, random.between(0, 900), random.between(0, 600), 900, 1, 1]);
    add('move', p, { f: { path, n: 12 } });
    for (let left = Math.ceil(10 / pages.length); left > 0; left -= 1) {
      const f = { x: random.between(0, 1400), y: random.between(0, 3000), r: [random.between(0, 255), 9] };
      add('click', p, { e: p * ELEMENTS + random.between(0, ELEMENTS - 1), f: { ...f, doc: [1440, 3400] } });
    }
    const sections = [0, 1].map((e) => [p * ELEMENTS + e, random.between(100, 9_000), e * 700, 700]);
    add('scroll', p, {
      f: { scrollY: random.between(0, 2_000), scrollDepthPct: 60, docHeight: 3400, sections },
    });
  }
  if (random.chance(0.1)) add('custom', 0, { f: { name: 'buy', value: random.between(1, 90) } });
  const ua = random.pick(AGENTS);
  return {
    ...{ v: 1, keyId: 'bench', sentAtMs: null, sdk: { name: 'heat', version: '1.0.0' }, app: null },
    ...{ session: { id: `s${number}`, startedAtMs: null }, visitor: `c:${random.between(0, SESSIONS / 2)}` },
    ...{ user: null, country: 'AT', rate: 1, moveRate: 1, views: [[1440, 900, 1]] },
    device: { ua, platform: null, language: 'de', screenW: 1920, screenH: 1080 },
    pages: pages.map((page) => ({ url: `https://shop.example/p${page}` })),
    elements: pages.flatMap((page) =>
      Array.from({ length: ELEMENTS }, (_, e) => ({
        tag: 'button',
        id: `b${(page * ELEMENTS + e) % NAMES}`,
      })),
    ),
    events,
  };
}

async function cut(store: Store, days: number): Promise<void> {
  let removed = { sessions: 0, clicks: 0 };
  let isRewritten = false;
  const watched: Store = {
    ...store,
    async releaseSpace(pages) {
      const left = await store.releaseSpace(pages);
      isRewritten = left === 0;
      return left;
    },
  };
  const forgetter = createForgetter({
    ...{ store: watched, clock: systemClock, onMarked: () => undefined, onTaken: () => undefined },
    onDone: (_, result) => {
      removed = result.removed;
    },
  });
  const beforeMs = (FIRST_DAY + days) * DAY_MS;
  const order = { projectNo: 1, id: 'age', kind: 'age', beforeMs } as const;
  forgetter.add(order);
  const steps: number[] = [];
  const rewriting: number[] = [];
  while (forgetter.isBusy()) {
    const before = process.cpuUsage();
    await forgetter.step();
    const { user, system } = process.cpuUsage(before);
    (isRewritten ? rewriting : steps).push((user + system) / 1000);
  }
  await store.closeForgetting(order);
  const total = [...steps, ...rewriting].reduce((sum, ms) => sum + ms, 0);
  const ordered = steps.toSorted((a, b) => a - b);
  const { sessions, clicks } = removed;
  const each = (total / sessions).toFixed(3);
  console.log(`day ${days}: ${sessions} sessions with ${clicks} clicks gone, ${each} ms of processor each`);
  console.log(
    `  ${ordered.length} steps: p50 ${ordered[ordered.length >> 1]?.toFixed(1)}, p99 ` +
      `${ordered[Math.floor(ordered.length * 0.99)]?.toFixed(1)}, longest ${ordered.at(-1)?.toFixed(1)} ms; ` +
      `writing a small file anew and moving it ` +
      // Which has its own bound: LIMITS.removalRewriteBytes.
      `${rewriting.map((ms) => ms.toFixed(1)).join(' and ')} ms`,
  );
}
