// Exported sessions and events lie in one another's terms: `session_id` joins them, in every form and from either door.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { compactBody, compactEvents, NOW_MS } from '../../test/support/ingest-bodies.ts';
import { readCsv } from '../../test/support/read-csv.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { SessionRowView } from '../contract/api.ts';
import type { EventView } from '../contract/metrics.ts';

const HOUR_MS = 3_600_000;
const AGENT = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Firefox/148.0' };
let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'My shop');
  // The second comes under the same id of the tracker after an idle hour: another session.
  for (const [n, session] of ['one', 'two', 'one'].entries()) {
    const atMs = NOW_MS + n * HOUR_MS;
    heat.clock.advance(n === 0 ? 0 : HOUR_MS);
    const body = compactBody([compactEvents.pageview, { ...compactEvents.custom, name: `n${n}` }], {
      ...{ sentAt: atMs, t0: atMs - 10_000, ids: `b${n}-` },
      session: { id: session, startedAt: NOW_MS - 60_000, lastSeenAt: atMs },
    });
    await heat.call('POST', `/ingest?key=${shop.writeKey}`, { json: body, headers: AGENT });
  }
  await heat.applyAll();
});
afterAll(() => heat.close());

async function read(what: string, format: string): Promise<string> {
  const path = `/api/v1/projects/${shop.id}/export/${what}?period=7d&format=${format}`;
  const answer = await heat.call('GET', path, { bearer: shop.apiKey });
  expect(answer.status).toBe(200);
  return answer.text();
}

async function csv(what: string): Promise<Record<string, string>[]> {
  const [names = [], ...rows] = readCsv(await read(what, 'csv'));
  return rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
}

test('exported events join exported sessions on session_id, one to many', async () => {
  const sessions = await csv('sessions');
  const ids = sessions.map((session) => session.session_id);
  expect(new Set(ids).size).toBe(3);
  expect(sessions.map((session) => session.client_session_id).sort()).toEqual(['one', 'one', 'two']);
  const events = await csv('events');
  expect(events.map(({ name }) => name)).toEqual(['n2', 'n1', 'n0']);
  for (const event of events) {
    const [session, ...more] = sessions.filter(({ session_id }) => session_id === event.session_id);
    expect([more.length, session?.client_session_id]).toEqual([0, event.client_session_id]);
  }
  expect(new Set(events.map(({ session_id }) => session_id)).size).toBe(3);
});

test('docs/exports.md joins them by words that sqlite3 takes', async () => {
  const docs = await Bun.file(new URL('../../docs/exports.md', import.meta.url)).text();
  const [, select = ''] = /^ {2}'(select .*)'$/m.exec(docs) ?? [];
  using db = new Database(':memory:');
  for (const what of ['sessions', 'events']) {
    const rows = await csv(what);
    const names = Object.keys(rows[0] ?? {});
    db.run(`create table ${what} (${names.join(', ')})`);
    const insert = db.prepare(`insert into ${what} values (${names.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...names.map((name) => row[name] ?? ''));
  }
  expect(db.prepare(select).values()).toEqual([
    ['n0', 'desktop', 1],
    ['n1', 'desktop', 1],
    ['n2', 'desktop', 1],
  ]);
});

test('exported events name in JSON the id of their session', async () => {
  const sessions = JSON.parse(await read('sessions', 'json')) as SessionRowView[];
  const events = JSON.parse(await read('events', 'json')) as EventView[];
  const named = new Map(sessions.map(({ id, clientSessionId }) => [id, clientSessionId]));
  expect(events.length).toBe(3);
  for (const event of events) expect(event.clientSessionId).toBe(named.get(event.sessionId) ?? '');
});
