// Alerts as their users meet them: made with a secret that is told once, tried out over real HTTP, refused.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { AlertMessage, AlertTest, AlertView } from '../contract/alerts.ts';
import type { Page } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import { signatureOf } from '../lib/webhook.ts';

let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;
let hook: ReturnType<typeof Bun.serve>;
const received: { headers: Headers; body: string }[] = [];
let status = 200;

beforeAll(async () => {
  hook = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      received.push({ headers: request.headers, body: await request.text() });
      return new Response('', { status });
    },
  });
  heat = await openTestHeat({ flags: { webhookHosts: `127.0.0.1:${hook.port}` } });
  shop = await addProject(heat, 'Shop');
  await visit();
});
afterAll(async () => {
  hook.stop(true);
  await heat.close();
});

/** One session in the last whole quarter-hour. */
async function visit(): Promise<void> {
  const nowMs = heat.clock.nowMs();
  const sent = await heat.call('POST', '/ingest', {
    headers: { 'x-project-key': shop.writeKey, 'user-agent': 'Mozilla/5.0 Chrome/131.0.0.0' },
    json: {
      ...{ v: 1, ids: 'abcdef', t0: nowMs, sdk: { name: 'heat', version: '1' }, sentAt: nowMs },
      ...{ visitorId: 'v', views: [[1280, 720, 1]], elements: [], pages: [{ url: 'https://shop.example/' }] },
      session: { id: 's1', startedAt: nowMs, lastSeenAt: nowMs },
      events: [{ i: 0, t: 0, type: 'pageview', p: 0 }],
    },
  });
  expect(sent.status).toBe(200);
  await heat.applyAll();
  heat.clock.advance(15 * 60_000);
}

async function api<T>(method: string, path: string, json?: unknown): Promise<{ status: number; body: T }> {
  const options = { bearer: shop.apiKey, ...(json !== undefined && { json }) };
  const answer = await heat.call(method, `/api/v1/projects/shop/${path}`, options);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}
const valid = () => ({
  ...{ name: 'Quiet', metric: 'sessions', comparison: 'below', threshold: 5, window: '15m' },
  ...{ cooldownMinutes: 60, url: `http://127.0.0.1:${hook.port}/hook` },
});

describe('alerts', () => {
  test('are made with a secret that is shown once, and tried out over HTTP', async () => {
    const made = await api<{ alert: AlertView; secret: string }>('POST', 'alerts', valid());
    expect(made.status).toBe(201);
    const { alert, secret } = made.body;
    expect(alert).toMatchObject({ name: 'Quiet', goal: null, filters: [], pausedAtMs: null, deliveries: [] });
    for (const path of ['alerts', `alerts/${alert.id}`])
      expect(JSON.stringify((await api('GET', path)).body)).not.toContain(secret);

    const tested = await api<AlertTest>('POST', `alerts/${alert.id}/test`);
    expect(tested.body).toMatchObject({ delivered: true, outcome: 'answered 200' });
    expect(tested.body.reading).toMatchObject({ value: 1, previous: null, holds: true });
    const { headers, body } = received.at(-1) as (typeof received)[number];
    const [id = '', seconds] = [headers.get('heat-id') ?? '', Number(headers.get('heat-timestamp'))];
    expect(headers.get('heat-signature')).toBe(signatureOf(secret, { id, seconds, body }));
    expect(JSON.parse(body) as AlertMessage).toMatchObject({
      ...{ type: 'test', id, sentBy: 'heat', value: 1, project: { id: 'shop', name: 'Shop' } },
      alert: { id: alert.id, name: 'Quiet', metric: 'sessions', threshold: 5, goal: null },
    });
    expect(body).not.toContain(secret);

    status = 503;
    const failed = await api<AlertTest>('POST', `alerts/${alert.id}/test`);
    expect(failed.body).toMatchObject({ delivered: false, outcome: 'answered 503' });
    status = 200;
    for (let more = 2; more < LIMITS.alertTestsPerMinute; more += 1)
      await api('POST', `alerts/${alert.id}/test`);
    expect((await api('POST', `alerts/${alert.id}/test`)).status).toBe(429);

    const changed = await api<AlertView>('PATCH', `alerts/${alert.id}`, { name: 'Still', paused: true });
    expect([changed.body.name, changed.body.pausedAtMs]).toEqual(['Still', heat.clock.nowMs()]);
    expect(
      (await api<AlertView>('PATCH', `alerts/${alert.id}`, { paused: false })).body.pausedAtMs,
    ).toBeNull();
    expect((await api('DELETE', `alerts/${alert.id}`)).status).toBe(204);
    expect((await api<Page<AlertView>>('GET', 'alerts')).body.items).toEqual([]);
    const { items } = await heat.rooms.accounts.listAudit({ beforeId: null, limit: 20 });
    const rows = items.map(({ action }) => action);
    expect(rows).toEqual(
      expect.arrayContaining(['alert.create', 'alert.test', 'alert.update', 'alert.remove']),
    );
  });

  test('fire for what the reports say when a window is over, and tell what became of it', async () => {
    const made = await api<{ alert: AlertView; secret: string }>('POST', 'alerts', {
      ...valid(),
      name: 'Watched',
    });
    const { id } = made.body.alert;
    const before = received.length;
    await heat.watchAlerts();
    expect(received).toHaveLength(before);
    heat.clock.advance(16 * 60_000);
    await heat.watchAlerts();
    await heat.watchAlerts();
    expect(received).toHaveLength(before + 1);
    const { headers, body } = received.at(-1) as (typeof received)[number];
    const message = JSON.parse(body) as AlertMessage;
    expect(message).toMatchObject({ type: 'alert', value: 0, alert: { id } });
    const seconds = Number(headers.get('heat-timestamp'));
    expect(headers.get('heat-signature')).toBe(
      signatureOf(made.body.secret, { id: message.id, seconds, body }),
    );
    const told = await api<AlertView>('GET', `alerts/${id}`);
    expect(told.body.deliveries).toMatchObject([{ id: message.id, state: 'delivered', attempts: 1 }]);
    await api('DELETE', `alerts/${id}`);
  });

  test('look at goals, which cannot be removed meanwhile', async () => {
    const goal = (await api<{ id: string }>('POST', 'goals', { name: 'Home', filters: ['page:is:/'] })).body;
    const rule = { metric: 'conversionRate', goal: goal.id, comparison: 'above', threshold: 0.5 };
    const made = await api<{ alert: AlertView }>('POST', 'alerts', { ...valid(), ...rule, name: 'Rate' });
    const tested = await api<AlertTest>('POST', `alerts/${made.body.alert.id}/test`);
    expect(tested.body.reading).toMatchObject({ value: null, holds: false });
    const kept = await api<ErrorBody>('DELETE', `goals/${goal.id}`);
    expect(kept).toMatchObject({ status: 409, body: { code: 'goal_in_use' } });
    expect(kept.body.message).toContain('"Rate"');
    await api('DELETE', `alerts/${made.body.alert.id}`);
    expect((await api('DELETE', `goals/${goal.id}`)).status).toBe(204);
  });

  test('are refused with a reason', async () => {
    await api('POST', 'alerts', { ...valid(), name: 'Taken' });
    const refused: [change: object, status: number, words: string][] = [
      [{ name: 'Taken' }, 409, '"Taken"'],
      [{ name: ' ' }, 400, 'its name'],
      [{ metric: 'likes' }, 400, 'allowed are visitors'],
      [{ comparison: 'near' }, 400, 'comparison'],
      [{ window: '2h' }, 400, 'allowed are 15m, 1h'],
      [{ metric: 'conversions' }, 400, 'needs a goal'],
      [{ goal: 'x' }, 400, 'takes no goal'],
      [{ metric: 'conversions', goal: 'nope' }, 400, 'no goal "nope"'],
      [{ comparison: 'rises', threshold: 0 }, 400, 'above 0'],
      [{ comparison: 'falls', threshold: 101 }, 400, 'up to 100'],
      [{ threshold: 1e13 }, 400, 'threshold'],
      [{ threshold: '5' }, 400, 'threshold'],
      [{ cooldownMinutes: 1 }, 400, 'cooldownMinutes'],
      [{ filters: ['goal:is:x'] }, 400, 'goals or funnels'],
      [{ filters: ['colour:is:x'] }, 400, 'filter dimension'],
      [{ url: 'http://hooks.example/' }, 400, 'https'],
      [{ url: 'https://127.0.0.1/' }, 400, 'private network'],
      [{ url: 'nonsense' }, 400, 'webhook'],
      [{ secret: 'mine' }, 400, 'unknown field'],
    ];
    for (const [change, wanted, words] of refused) {
      const answer = await api<ErrorBody>('POST', 'alerts', { ...valid(), name: 'New', ...change });
      expect([change, answer.status, answer.body.message]).toEqual([
        change,
        wanted,
        expect.stringContaining(words),
      ]);
    }
    expect((await api('POST', 'alerts/nope/test')).status).toBe(404);
    expect((await api('PATCH', 'alerts/nope', { paused: true })).status).toBe(404);
  });
});
