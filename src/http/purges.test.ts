// Purges as their users meet them: what would go is told, what is ordered is what was told, and nothing else is taken.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  addProject,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { Page } from '../contract/api.ts';
import type { AuditEntry } from '../contract/audit.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { GoalView } from '../contract/goals.ts';
import type { Purge, PurgePreview } from '../contract/purges.ts';
import { openCatalog } from '../storage/open.ts';

const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36';
const QUARTER_MS = 900_000;

let heat: TestHeat;
let owner: SignedUp;
let shop: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  owner = await signUpOwner(heat);
  shop = await addProject(heat, 'Shop');
  for (let n = 0; n < 4; n += 1) await visit(`real${n}`, '/', 'https://news.example/');
  for (let n = 0; n < 6; n += 1) await visit(`made${n}`, '/buy-now', 'https://spam.example/x');
  await heat.applyAll();
});
afterAll(() => heat.close());

async function visit(id: string, path: string, referrer: string): Promise<void> {
  heat.clock.advance(60_000);
  const nowMs = heat.clock.nowMs();
  const sent = await heat.call('POST', '/ingest', {
    headers: { 'x-project-key': shop.writeKey, 'user-agent': AGENT },
    json: {
      ...{ v: 1, ids: `abcdef${id}`, t0: nowMs - 20_000, sdk: { name: 'heat', version: '1' } },
      ...{ sentAt: nowMs, visitorId: `visitor-${id}`, views: [[1280, 720, 1]], elements: [] },
      session: { id, startedAt: nowMs - 20_000, lastSeenAt: nowMs },
      pages: [{ url: `https://shop.example${path}`, referrer }],
      events: [
        { i: 0, t: 0, type: 'pageview', p: 0 },
        { i: 1, t: 9_000, type: 'click', p: 0, x: 5, y: 5, doc: [1280, 900] },
      ],
    },
  });
  expect(sent.status).toBe(200);
}

async function api<T>(method: string, path: string, json?: unknown): Promise<{ status: number; body: T }> {
  const options = { bearer: shop.apiKey, ...(json !== undefined && { json }) };
  const answer = await heat.call(method, `/api/v1/projects/shop/${path}`, options);
  return { status: answer.status, body: (await answer.json()) as T };
}
const preview = (query: string) => api<PurgePreview & ErrorBody>('GET', `purges/preview?${query}`);
const listed = async () => (await api<Page<Purge>>('GET', 'purges')).body.items;

describe('GET /purges/preview', () => {
  test('counts the sessions that pass, from quarter-hour to quarter-hour', async () => {
    const { status, body } = await preview('period=24h&filter=referrer:contains:spam.example');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ filters: ['referrer:contains:spam.example'], bots: false },
      ...{ sessions: 6, events: 12, pageviews: 6, clicks: 6, customs: 0, visitors: 6 },
    });
    expect([body.fromMs % QUARTER_MS, body.toMs % QUARTER_MS]).toEqual([0, 0]);
    expect(body.lastAtMs! - body.firstAtMs!).toBe(5 * 60_000 + 9_000);
    expect((await preview('period=24h')).body.sessions).toBe(10);
  });

  test('counts none where none pass', async () => {
    const { body } = await preview('period=24h&filter=country:is:NZ');
    expect(body).toMatchObject({ sessions: 0, events: 0, firstAtMs: null, lastAtMs: null });
  });
});

describe('POST /purges', () => {
  test.each([
    ['by visitor', { filters: ['visitor:is:c:x'] }, 400, 'names_a_person'],
    ['by user', { filters: ['user:is:jane'] }, 400, 'names_a_person'],
    ['what nobody passes', { filters: ['country:is:NZ'] }, 404, 'nothing_to_purge'],
    ['by a dimension that is none', { filters: ['colour:is:red'] }, 400, 'bad_parameter'],
    ['by an unknown goal', { filters: ['goal:is:none'] }, 400, 'unknown_goal'],
    ['a range that ends before it begins', { fromMs: 2 * QUARTER_MS, toMs: QUARTER_MS }, 400, 'bad_range'],
    ['a time between quarter-hours, as more would go', { fromMs: 1_790_000_100_001 }, 400, 'bad_range'],
    [
      'an end between quarter-hours',
      { fromMs: 1_790_000_100_000, toMs: 1_790_001_000_001 },
      400,
      'bad_range',
    ],
    ['a time beyond all time', { toMs: 1e300 }, 400, 'bad_range'],
    ['a time before all time', { fromMs: -1e300 }, 400, 'bad_range'],
    ['half a millisecond', { fromMs: 1.5 }, 400, 'bad_range'],
    ['no range', { fromMs: undefined }, 400, 'bad_body'],
    ['more than there is a word for', { period: '24h' }, 400, 'bad_body'],
  ])('refuses %s', async (_, change, status, code) => {
    const { fromMs, toMs } = (await preview('period=24h')).body;
    const refused = await api<ErrorBody>('POST', 'purges', { fromMs, toMs, ...change });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await listed()).toEqual([]);
  });

  test('takes the order as the preview told it, on record, with what a goal means looked up', async () => {
    const filters = ['page:is:/buy-now', 'clicks:min:1'];
    const goal = (await api<GoalView>('POST', 'goals', { name: 'Nonsense', filters })).body;
    const told = (await preview(`period=24h&filter=goal:is:${goal.id}`)).body;
    expect(told.sessions).toBe(6);
    const { fromMs, toMs } = told;
    const asked = { fromMs, toMs, filters: told.filters, bots: told.bots };
    const { status, body } = await api<Purge>('POST', 'purges', asked);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...asked, doneAtMs: null, removed: null });
    expect(await listed()).toEqual([body]);
    const audit = await heat.call('GET', '/api/v1/audit', { bearer: owner.token });
    const { items: acts } = (await audit.json()) as Page<AuditEntry>;
    expect(acts.find(({ action }) => action === 'sessions.purge')?.details).toMatch(
      new RegExp(`^6 sessions of 2026-.*: goal:is:${goal.id}$`),
    );
    // The goal may change before the order is done.
    await heat.call('DELETE', `/api/v1/projects/shop/goals/${goal.id}`, { bearer: shop.apiKey });
    const catalog = await openCatalog(heat.dataDir);
    const open = await catalog.openPurges().finally(() => catalog.close());
    expect(open).toMatchObject([
      { ...{ id: body.id, fromMs, toMs }, filters: [{ means: { kind: 'all', filters: { length: 2 } } }] },
    ]);
  });

  test('lets so many wait and no more', async () => {
    const { fromMs, toMs } = (await preview('period=24h')).body;
    const orders = async () => (await api('POST', 'purges', { fromMs, toMs })).status;
    let last = await orders();
    for (let n = 0; n < 30 && last === 201; n += 1) last = await orders();
    expect([last, (await listed()).length]).toEqual([409, 20]);
  });
});
