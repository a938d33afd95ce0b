// The door over HTTP: what browsers of any origin may send, and what every answer lets them read.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, type CallOptions, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { IngestAnswer } from '../contract/wire.ts';

let heat: TestHeat;
let key: string;
let count = 0;

beforeAll(async () => {
  heat = await openTestHeat();
  const project = await addProject(heat, 'Shop');
  await heat.rooms.projects.update(project.id, { origins: ['https://shop.example.com'] }, 'terminal');
  key = project.writeKey;
});
afterAll(() => heat.close());

const ORIGIN = 'https://shop.example.com';
const batch = (extra: object = {}) => {
  count += 1;
  const now = heat.clock.nowMs();
  return {
    session: { id: 's1', startedAt: now, lastSeenAt: now },
    sdk: { name: 'test', version: '1' },
    sentAt: now,
    events: [{ eventId: `e${count}`, type: 'pageview', ts: now, path: '/', to: `${ORIGIN}/` }],
    ...extra,
  };
};
const text = (extra?: object) => JSON.stringify(batch(extra));
const gzipped = (body: string) => Bun.gzipSync(Buffer.from(body));

const send = async (options: CallOptions, path = '/ingest') => {
  const answer = await heat.call('POST', path, {
    ...options,
    headers: { origin: ORIGIN, ...options.headers },
  });
  return { answer, body: (await answer.json()) as IngestAnswer & ErrorBody };
};

describe('POST /ingest', () => {
  const ways: [what: string, options: () => CallOptions, path?: () => string][] = [
    ['JSON with the key in its header', () => ({ json: batch(), headers: { 'x-project-key': key } })],
    [
      'a beacon: text with the key in the body',
      () => ({ body: text({ key }), headers: { 'content-type': 'text/plain;charset=UTF-8' } }),
    ],
    ['the key in the address', () => ({ body: text() }), () => `/ingest?key=${key}`],
    ['no content type', () => ({ body: Buffer.from(text({ key })) as Uint8Array<ArrayBuffer> })],
    [
      'gzip that is announced',
      () => ({ body: gzipped(text({ key })), headers: { 'content-encoding': 'gzip' } }),
    ],
    ['gzip that only shows in its bytes', () => ({ body: gzipped(text({ key })) })],
  ];
  test.each(ways)('takes %s', async (_, options, path) => {
    const { answer, body } = await send(options(), path?.());
    expect(body).toMatchObject({ ok: true, projectId: 'shop', sessionId: 's1', accepted: 1, rejected: [] });
    expect(body.requestId).toBe(answer.headers.get('x-request-id') ?? 'none');
    expect(answer.status).toBe(200);
  });

  const refused: [what: string, options: () => CallOptions, expected: string][] = [
    ['no key', () => ({ json: batch() }), '401'],
    ['an unknown key', () => ({ json: batch({ key: 'hw_unknown' }) }), '401'],
    ['another origin', () => ({ json: batch({ key }), headers: { origin: 'https://evil.example' } }), '403'],
    ['half a body', () => ({ body: '{"events":[', headers: { 'x-project-key': key } }), '400'],
    [
      'deep nesting',
      () => ({ body: `{"key":"${key}","x":${'['.repeat(30_000)}`, headers: { 'x-project-key': key } }),
      '400',
    ],
    [
      'too many events',
      () => ({ json: batch({ key, events: Array(LIMITS.batchEvents + 1).fill({}) }) }),
      '413',
    ],
    [
      '10 MB',
      () => ({
        body: 'x'.repeat(10_000_000),
        headers: { 'x-project-key': key, 'content-length': '10000000' },
      }),
      '413',
    ],
    [
      'a gzip bomb',
      () => ({ body: gzipped('x'.repeat(20_000_000)), headers: { 'x-project-key': key } }),
      '413',
    ],
    [
      'brotli',
      () => ({ body: text({ key }), headers: { 'content-encoding': 'br', 'x-project-key': key } }),
      '415',
    ],
    [
      'a form',
      () => ({
        body: `json=${text({ key })}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      '415',
    ],
    [
      'a form with files',
      () => ({ body: text({ key }), headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
      '415',
    ],
    [
      'bad UTF-8',
      () => ({ body: new Uint8Array([0x7b, 0xff, 0x7d]), headers: { 'x-project-key': key } }),
      '400',
    ],
  ];
  test.each(refused)('refuses %s in a way that the page can read', async (_, options, status) => {
    const { answer, body } = await send(options());
    expect(String(answer.status)).toBe(status);
    expect(body.requestId).toBe(answer.headers.get('x-request-id') ?? 'none');
    expect(answer.headers.get('access-control-allow-origin')).not.toBeNull();
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(JSON.stringify(body).length).toBeLessThan(1024);
  });

  test('names the asking origin, never credentials', async () => {
    const { answer } = await send({ json: batch({ key }) });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toBe('origin');
  });

  test('keeps the good events of a mixed batch', async () => {
    const { events } = batch();
    const { body } = await send({ json: batch({ key, events: [...events, { type: '__proto__' }, null] }) });
    expect([body.accepted, body.rejected.map(({ index }) => index)]).toEqual([1, [1, 2]]);
  });

  test.each(['sec-gpc', 'dnt'])('stores nothing of a browser that sends %s', async (name) => {
    const before = heat.rooms.journal.stats().committedEvents;
    const { answer, body } = await send({ json: batch({ key }), headers: { [name]: '1' } });
    expect([answer.status, body.accepted]).toEqual([200, 0]);
    expect(heat.rooms.journal.stats().committedEvents).toBe(before);
  });

  test('leaves no key, address or query in the log', () => {
    expect(heat.logged.join('')).not.toContain(key);
  });
});

test('GET /projects/:id/refusals and /metrics tell what was refused, by reason, and what was bad or there already', async () => {
  const shop = await addProject(heat, 'Refusing shop');
  await heat.rooms.projects.update(shop.id, { origins: [ORIGIN] }, 'terminal');
  const evil = { json: batch({ key: shop.writeKey }), headers: { origin: 'https://evil.example' } };
  const { body } = await send(evil);
  expect([body.code, body.message]).toEqual([
    'wrong_origin',
    `Cannot accept the batch: https://evil.example is not an allowed origin; allow it in the settings of project "${shop.id}"`,
  ]);
  await send(evil);
  const { events } = batch();
  const mixed = { json: batch({ key: shop.writeKey, events: [...events, { type: 'x' }, null] }) };
  for (let times = 0; times < 4; times += 1) await send(mixed);
  await heat.applyAll();
  const path = `/api/v1/projects/${shop.id}/refusals`;
  const answer = await heat.call('GET', path, { bearer: shop.apiKey });
  expect(await answer.json()).toEqual({
    sinceMs: expect.any(Number),
    items: [{ code: 'wrong_origin', count: 2, lastAtMs: heat.clock.nowMs(), lastHost: 'evil.example' }],
    rejected: 8,
    duplicates: 3,
  });
  const metrics = await (await heat.call('GET', '/metrics', { bearer: shop.apiKey })).text();
  expect(metrics).toContain(`heat_ingest_refused_total{project="${shop.id}",reason="wrong_origin"} 2\n`);
  expect(metrics).toContain(`heat_ingest_rejected_events_total{project="${shop.id}"} 8\n`);
  expect(metrics).toContain(`heat_duplicate_events_total{project="${shop.id}"} 3\n`);
});

test('OPTIONS /ingest lets pages of any origin send', async () => {
  const answer = await heat.call('OPTIONS', '/ingest', {
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-project-key',
    },
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
  expect(answer.headers.get('access-control-allow-headers')).toBe(
    'content-type, x-project-key, authorization, content-encoding',
  );
  expect(answer.headers.get('access-control-max-age')).toBe(String(LIMITS.preflightSeconds));
});

test('the API answers no other origin', async () => {
  const answer = await heat.call('GET', '/api/v1/setup', { headers: { origin: 'https://evil.example' } });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});
