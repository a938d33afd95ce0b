// Made-up sessions are purged by whoever may: over the API while heat runs, killed in the middle, and from the terminal
// beside it. What others did stays, and what is sent again stays out. Runs the built executable.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Page } from '../src/contract/api.ts';
import { NOTHING_REMOVED } from '../src/contract/personal-data.ts';
import type { Purge, PurgePreview } from '../src/contract/purges.ts';
import { HEADERS } from './support/browser-headers.ts';
import { eventsLeft, readData } from './support/data-files.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';

const PATIENT_MS = 40_000;
const SESSIONS = 120;

let heat: HeatFolder;
let serving: Serving;
let shop: ProjectAdded;

beforeAll(async () => {
  heat = await makeHeatFolder();
  shop = await addProject(heat, 'Shop');
  serving = await heat.serve();
});
afterAll(async () => {
  await serving.stop('SIGKILL');
  await heat.remove();
});

const asOwner = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
  const headers = { authorization: `Bearer ${shop.apiKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${serving.url}/api/v1/projects/${shop.id}${path}`, { ...init, headers });
  return (await answer.json()) as T;
};

function batchOf(id: string, referrer: string, atMs: number) {
  const click = { type: 'click', x: 5, y: 9, e: 0, r: [9, 9], doc: [1440, 3000], p: 0 };
  return {
    ...{ v: 1, key: shop.writeKey, sdk: { name: 't', version: '1' }, sentAt: Date.now() },
    ...{ visitorId: `visitor-${id}`, session: { id, startedAt: atMs, lastSeenAt: atMs }, ids: id, t0: atMs },
    pages: [{ url: 'https://shop.example/all', title: 'All', referrer }],
    ...{ views: [[1440, 900, 1]], elements: [{ tag: 'button', id: 'buy' }] },
    events: [
      { i: 0, t: 0, p: 0, type: 'pageview' },
      ...Array.from({ length: 19 }, (_, i) => ({ ...click, i: i + 1, t: i * 50 })),
    ],
  };
}

async function send(body: unknown): Promise<void> {
  const init = { method: 'POST', headers: HEADERS, body: JSON.stringify(body) };
  expect((await fetch(`${serving.url}/ingest`, init)).status).toBe(200);
}

function notedOrders(): number {
  const sql = 'select (select count(*) from forgettings) + (select count(*) from forgetting_parts) as n';
  return readData(heat, 'events.db', (db) => (db.query(sql).get() as { n: number }).n);
}
const untilEvents = (count: number) => eventually(async () => eventsLeft(heat) === count, PATIENT_MS);
const untilDone = ({ id }: Pick<Purge, 'id'>) =>
  eventually(async () => {
    const { items } = await asOwner<Page<Purge>>('/purges');
    return items.find((one) => one.id === id && one.doneAtMs !== null);
  }, PATIENT_MS);

test('a purge is finished after a kill, what is sent again stays out, and the terminal removes the rest', async () => {
  const startedMs = Date.now() - 60_000;
  const made = Array.from({ length: SESSIONS }, (_, n) =>
    batchOf(
      `made${n}-`,
      n < SESSIONS - 1 ? 'https://spam.example/' : 'https://other.example/',
      startedMs - n * 9_000,
    ),
  );
  for (const body of made) await send(body);
  const real = batchOf('real-', 'https://news.example/', startedMs);
  await send(real);
  await untilEvents((SESSIONS + 1) * 20);

  const filter = 'referrer:contains:spam.example';
  const told = await asOwner<PurgePreview>(`/purges/preview?period=24h&filter=${filter}`);
  expect([told.sessions, told.clicks]).toEqual([SESSIONS - 1, (SESSIONS - 1) * 19]);
  const { fromMs, toMs, filters, bots } = told;
  const order = await asOwner<Purge>('/purges', {
    method: 'POST',
    body: JSON.stringify({ fromMs, toMs, filters, bots }),
  });
  await eventually(async () => eventsLeft(heat) < (SESSIONS - 10) * 20, PATIENT_MS);
  await serving.stop('SIGKILL');
  serving = await heat.serve();
  const { removed } = await untilDone(order);
  expect(removed).toMatchObject({ sessions: SESSIONS - 1, events: (SESSIONS - 1) * 20, pages: 0 });
  expect(eventsLeft(heat)).toBe(40);

  // The same batches once more, before and after another start, and something new of somebody else.
  for (const body of made.slice(0, 3)) await send({ ...body, sentAt: Date.now() });
  await send(batchOf('next-', 'https://news.example/', startedMs));
  await untilEvents(60);
  const overview = await asOwner<{ totals: Record<string, number> }>('/overview?period=24h');
  expect(overview.totals).toMatchObject({ sessions: 3, visitors: 3, pageviews: 3, clicks: 57, events: 60 });

  const range = ['--from', new Date(fromMs).toISOString(), '--to', new Date(toMs).toISOString()];
  const purge = [
    'purge',
    'sessions',
    '--project',
    'shop',
    ...range,
    '--filter',
    'referrer:contains:other.example',
  ];
  const between = await heat.run([...purge, '--yes', '--to', new Date(toMs + 60_000).toISOString()]);
  expect([between.code, between.stderr, eventsLeft(heat)]).toEqual([
    2,
    expect.stringContaining('quarter-hours'),
    60,
  ]);
  const unsure = await heat.run(purge);
  expect([unsure.code, eventsLeft(heat)]).toEqual([2, 60]);
  expect(unsure.stdout).toMatch(/sessions +1 of 1 visitor/);
  const done = await heat.run([...purge, '--yes', '--json']);
  expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { done: true, removed: { sessions: 1 } }]);
  await untilEvents(40);

  // As a restored backup has it: noted in the events, and done in the catalog that was copied after them.
  await serving.stop('SIGTERM');
  const db = new Database(join(heat.dir, 'heat-data', 'events.db'));
  db.query('insert into forgettings values (1, ?, ?)').run(order.id, JSON.stringify(NOTHING_REMOVED));
  db.query(
    `insert into forgetting_parts
     select project_no, ?, session, part, started_at_ms, ended_at_ms, 0, 0 from sessions limit 1`,
  ).run(order.id);
  db.close();
  serving = await heat.serve();
  await untilEvents(20);
  await eventually(async () => notedOrders() === 0, PATIENT_MS);
}, 90_000);
