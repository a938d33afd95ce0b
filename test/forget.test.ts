// Forgetting a person takes every trace of him off the machine: rows, counts, recordings, names, the bytes of every file,
// whoever ordered it and however often the server is killed meanwhile; what others did stays. Runs the built executable.

import { afterEach, beforeEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Forgetting } from '../src/contract/personal-data.ts';
import { HEADERS } from './support/browser-headers.ts';
import { eventsLeft, readData } from './support/data-files.ts';
import { findInFolder } from './support/find-bytes.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';

const PATIENT_MS = 40_000;

let heat: HeatFolder;
let serving: Serving;
let shop: ProjectAdded;

beforeEach(async () => {
  heat = await makeHeatFolder();
  shop = await addProject(heat, 'Shop');
  serving = await heat.serve();
});
afterEach(async () => {
  await serving.stop('SIGKILL');
  await heat.remove();
});

const asOwner = (path: string, init: RequestInit = {}) =>
  fetch(`${serving.url}/api/v1/projects/${shop.id}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${shop.apiKey}`, 'content-type': 'application/json' },
  });
const send = (path: string, body: unknown) =>
  fetch(`${serving.url}${path}`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify(body),
  });

type Sent = { atMs?: number; session?: string; events?: number; sharedTitle?: string };

/** One batch of `name`, who is marked in everything that a batch can say. */
function batchOf(
  name: string,
  { atMs = Date.now() - 60_000, session = 's', events = 20, sharedTitle }: Sent = {},
) {
  return {
    v: 1,
    key: shop.writeKey,
    sdk: { name: 't', version: '1' },
    sentAt: Date.now(),
    visitorId: `visitor-${name}`,
    session: { id: `${name}-${session}`, startedAt: atMs, lastSeenAt: atMs },
    user: { id: `${name}@example.com`, traits: { nick: `trait-${name}` } },
    ids: `id-${name}-${session}-`,
    t0: atMs,
    app: { name: `app-${name}` },
    pages: [
      {
        url: `https://shop.example/of-${name}?q=${name}&utm_campaign=campaign-${name}`,
        title: `Page of ${name}`,
        referrer: `https://mail.example/from-${name}`,
      },
      { url: 'https://shop.example/all', title: sharedTitle ?? `Hello ${name}` },
    ],
    views: [[1440, 900, 1]],
    elements: [
      { tag: 'button', id: `button-${name}` },
      { tag: 'button', id: 'buy' },
    ],
    events: Array.from({ length: events }, (_, i) => {
      const at = { i, t: i, p: i % 2 };
      if (i < 2) return { ...at, type: 'pageview' };
      if (i % 4 === 0)
        return { ...at, type: 'click', x: 5, y: i, e: (i / 4) % 2, r: [9, 9], doc: [1440, 3000] };
      if (i % 4 === 1)
        return { ...at, type: 'scroll', scrollY: 100 * i, scrollDepthPct: 50, docHeight: 3000 };
      return { ...at, type: 'custom', name: 'buy', props: { who: `prop-${name}` } };
    }),
  };
}

/** A recording of the same session. */
function recordingOf(name: string, atMs = Date.now() - 60_000) {
  const text = { type: 3, id: 4, textContent: `recorded-${name}` };
  const body = {
    type: 2,
    tagName: 'body',
    attributes: { class: `recorded-${name}` },
    id: 3,
    childNodes: [text],
  };
  const html = { type: 2, tagName: 'html', attributes: {}, id: 2, childNodes: [body] };
  return {
    v: 1,
    session: { id: `${name}-s` },
    recording: `load-${name}`,
    index: 0,
    sentAt: Date.now(),
    events: [
      {
        type: 4,
        timestamp: atMs,
        data: { href: `https://shop.example/of-${name}`, width: 1440, height: 900 },
      },
      {
        type: 2,
        timestamp: atMs + 5,
        data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { top: 0, left: 0 } },
      },
    ],
  };
}

const rowsOf = (table: string) =>
  readData(
    heat,
    'events.db',
    (db) => (db.query(`select count(*) as n from ${table}`).get() as { n: number }).n,
  );

async function measure(body: unknown): Promise<void> {
  expect((await send('/ingest', body)).status).toBe(200);
}
const untilEvents = (count: number) => eventually(async () => eventsLeft(heat) === count, PATIENT_MS);

async function order(subject: { kind: string; id: string }): Promise<Forgetting> {
  const answer = await asOwner('/forgettings', { method: 'POST', body: JSON.stringify(subject) });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Forgetting;
}
const listed = async () => ((await (await asOwner('/forgettings')).json()) as { items: Forgetting[] }).items;
const untilDone = ({ id }: Pick<Forgetting, 'id'>) =>
  eventually(async () => (await listed()).find((one) => one.id === id && one.doneAtMs !== null), PATIENT_MS);
const marksOf = (name: string) => [
  ...[`visitor-${name}`, `${name}@example.com`, `trait-${name}`, `of-${name}`, `page of ${name}`],
  ...[`from-${name}`, `campaign-${name}`, `app-${name}`],
  ...[`hello ${name}`, `button-${name}`, `prop-${name}`, `recorded-${name}`, `id-${name}`, `${name}-s`],
];

test('forgetting a user leaves no byte of him in any file and everything of others, and late batches do not bring him back', async () => {
  await asOwner('', { method: 'PATCH', body: JSON.stringify({ settings: { replay: true } }) });
  const janes = batchOf('jane');
  await measure(batchOf('bob'));
  await measure(janes);
  // Before she told her name, in the browser that nobody else used.
  const { user: _, ...nameless } = batchOf('jane', { session: 's-early', atMs: Date.now() - 3 * 86_400_000 });
  await measure(nameless);
  for (const name of ['bob', 'jane'])
    expect((await send(`/replay?key=${shop.writeKey}`, recordingOf(name))).status).toBe(200);
  const told = { name: 'paid', userId: 'jane@example.com', properties: { who: 'prop-jane' } };
  expect(
    (
      await fetch(`${serving.url}/api/v1/events/track`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.apiKey}` },
        body: JSON.stringify(told),
      })
    ).status,
  ).toBe(200);
  await untilEvents(61);
  const exported = await (await asOwner('/person/export?kind=user&id=jane%40example.com')).text();
  for (const mark of [
    'trait-jane',
    'prop-jane',
    'of-jane',
    'from-jane',
    'campaign-jane',
    'app-jane',
    'recorded-jane',
    'id-jane-s-early-',
  ])
    expect([mark, exported.includes(mark)]).toEqual([mark, true]);
  expect(exported.includes('bob')).toBe(false);
  expect((JSON.parse(exported) as { items: unknown[] }).items.length).toBeGreaterThan(44);

  const { removed } = await untilDone(await order({ kind: 'user', id: 'jane@example.com' }));
  expect(removed).toEqual({
    ...{ sessions: 3, events: 41, pageviews: 4, clicks: 8, customs: 21, recordings: 1 },
    ...{ setAside: 0, pages: 1, elements: 1 },
  });
  expect(eventsLeft(heat)).toBe(20);
  expect(
    readData(heat, 'events.db', (db) => db.query('select title from pages where path = ?').all('/all')),
  ).toEqual([{ title: 'Hello bob' }]);
  const period = 'period=7d';
  const overview = (await (await asOwner(`/overview?${period}`)).json()) as {
    totals: Record<string, number>;
  };
  expect(overview.totals).toMatchObject({ visitors: 1, sessions: 1, pageviews: 2, events: 20, clicks: 4 });

  // What her device still had of the time before, and what she does afterwards.
  await measure({ ...janes, ids: 'late-', sentAt: Date.now() });
  expect(
    await (await send(`/replay?key=${shop.writeKey}`, { ...recordingOf('jane'), index: 1 })).json(),
  ).toMatchObject({
    isStored: false,
  });
  await measure(batchOf('bob', { session: 's-next' }));
  await untilEvents(40);
  const data = join(heat.dir, 'heat-data');
  // What was answered after the order leaves the journal when it has been looked at.
  await eventually(async () => findInFolder(data, marksOf('jane')).length === 0, PATIENT_MS);
  expect(await serving.stop()).toBe(0);
  expect(findInFolder(data, marksOf('jane'))).toEqual([]);
  const kept = findInFolder(data, ['trait-bob', 'from-bob', 'app-bob', 'recorded-bob']);
  for (const line of ['trait-bob', 'from-bob', 'app-bob'].map((mark) => `events.db: ${mark}`))
    expect(kept).toContain(line);
  expect(kept).toContain('replays.db: recorded-bob');
}, 90_000);

test('an order from the terminal is finished after the server was killed in the middle, and says all that went', async () => {
  for (let no = 0; no < 60; no += 1)
    await measure(
      batchOf('jane', { session: `s${no}`, events: 200, atMs: Date.now() - 60_000 - no * 7_200_000 }),
    );
  await measure(batchOf('bob'));
  await untilEvents(12_020);
  const asked = heat.run(['forget', '--visitor', 'c:visitor-jane', '--yes', '--json']);
  await eventually(async () => eventsLeft(heat) < 11_000, PATIENT_MS);
  await serving.stop('SIGKILL');
  serving = await heat.serve();
  // The command waits for a while only; what it began goes on.
  const { removed } = await untilDone(JSON.parse((await asked).stdout) as Forgetting);
  expect(removed).toMatchObject({ sessions: 60, events: 12_000 });
  expect(eventsLeft(heat)).toBe(20);
  const noted = () => ['forgetting_parts', 'forgetting_names', 'forgettings'].map(rowsOf);
  await eventually(async () => noted().every((rows) => rows === 0), PATIENT_MS);
  expect(await serving.stop()).toBe(0);
  expect(findInFolder(join(heat.dir, 'heat-data'), marksOf('jane'))).toEqual([]);
}, 90_000);
