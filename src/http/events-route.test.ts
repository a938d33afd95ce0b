// The Events API over HTTP, from a server's call to the rows that reports read.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { TrackAnswer, TrackBatchAnswer } from '../contract/track-answer.ts';
import type { SessionDetail } from '../storage/port.ts';

let heat: TestHeat;
let shop: { no: number; id: string; writeKey: string };
let key: string;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'Shop');
  key = (await addKey(heat, shop.no, 'write')).secret;
});
afterAll(() => heat.close());

const CALLER = { 'user-agent': 'python-requests/2.31 (bot)', 'x-forwarded-for': '203.0.113.9' };
const post = async <T>(path: string, json: unknown, headers: Record<string, string> = {}) => {
  const answer = await heat.call('POST', `/api/v1/events/${path}`, {
    json,
    bearer: key,
    headers: { ...CALLER, ...headers },
  });
  return { status: answer.status, body: (await answer.json()) as T & ErrorBody };
};
const track = (json: unknown, headers = {}) => post<TrackAnswer>('track', json, headers);
const batch = (json: unknown, headers = {}) => post<TrackBatchAnswer>('track/batch', json, headers);

async function sessions(clientId: string): Promise<SessionDetail['row'][]> {
  await heat.applyAll();
  const scope = { projectNo: shop.no, fromMs: 0, toMs: heat.clock.nowMs() + 1, timeZone: 'UTC', filters: [] };
  const asked = { ...scope, includeBots: true, pages: null, minEvents: 0, hasRage: false };
  const { items } = await heat.rooms.reports.sessions({ ...asked, limit: 500, cursor: null });
  return items.map(({ row }) => row).filter((row) => row.clientId === clientId);
}

async function eventsOf(clientId: string) {
  const [row] = await sessions(clientId);
  const { events } = await heat.rooms.reports.journey({ ...row!, limit: 100, cursor: null });
  return events;
}

describe('POST /api/v1/events/track', () => {
  test('stores every field, and nothing of the caller', async () => {
    const { status, body } = await track({
      name: 'invoice paid',
      category: 'billing',
      userId: 4711,
      anonymousId: 'visitor-1',
      sessionId: 'session-1',
      properties: { plan: 'pro', seats: 3 },
      value: 49.5,
      source: 'stripe',
      referrer: 'https://partner.example/',
      timestamp: heat.clock.nowMs() - 1000,
      page: 'https://shop.example/account?token=secret',
      eventId: 'pay-1',
    });
    expect([status, body.eventId, body.sessionId, body.projectId]).toEqual([
      200,
      'pay-1',
      'session-1',
      shop.id,
    ]);
    const [row] = await sessions('session-1');
    expect(row).toMatchObject({
      ...{ visitor: 'c:visitor-1', userId: '4711', customs: 1, isBot: false },
      ...{ userAgent: null, device: null, browser: null, country: null, language: null },
    });
    const [event] = await eventsOf('session-1');
    expect(event).toMatchObject({ eventId: 'pay-1', path: '/account', tsMs: heat.clock.nowMs() - 1000 });
    expect(event?.fields).toEqual({
      ...{ name: 'invoice paid', category: 'billing', userId: '4711', value: 49.5, source: 'stripe' },
      ...{ props: { plan: 'pro', seats: 3 }, referrer: 'https://partner.example/' },
    });
  });

  test('counts an event once when its id or its Idempotency-Key comes again', async () => {
    const event = { name: 'once', userId: 'u1', eventId: 'same' };
    const answers = [await track(event), await track(event), await track({ ...event, value: 9 })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const keyed = { name: 'keyed', userId: 'u1' };
    const first = await track(keyed, { 'idempotency-key': 'order 17/é' });
    const second = await track(keyed, { 'idempotency-key': 'order 17/é' });
    expect(second.body.eventId).toBe(first.body.eventId);
    const other = await track(keyed, { 'idempotency-key': 'order 18' });
    expect(other.body.eventId).not.toBe(first.body.eventId);
    expect((await eventsOf(first.body.sessionId)).map(({ fields }) => fields.name)).toEqual([
      'once',
      'keyed',
      'keyed',
    ]);
  });

  test('counts equal events without an id apart', async () => {
    const event = { name: 'sold', userId: 'u-equal', timestamp: heat.clock.nowMs() - 5000 };
    const { body } = await track(event);
    await track(event);
    expect(await eventsOf(body.sessionId)).toHaveLength(2);
  });

  test('files events under their user, their visitor or nobody', async () => {
    const first = (await track({ name: 'a', userId: 'u2' })).body.sessionId;
    expect((await track({ name: 'b', userId: 'u2' })).body.sessionId).toBe(first);
    expect((await track({ name: 'b', userId: 'u3' })).body.sessionId).not.toBe(first);
    const nobody = (await track({ name: 'cron' })).body.sessionId;
    expect(nobody).toBe(`server-${new Date(heat.clock.nowMs()).toISOString().slice(0, 10)}`);
    const [row] = await sessions(nobody);
    expect(row).toMatchObject({ visitor: 'server', userId: null });
  });

  test('believes a user agent that the event brings', async () => {
    const phone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
    const { body } = await track({ name: 'a', userId: 'u-phone', userAgent: phone });
    expect((await sessions(body.sessionId))[0]).toMatchObject({ device: 'mobile', browser: 'Safari' });
    const robot = await track({ name: 'a', userId: 'u-bot', userAgent: 'Googlebot/2.1' });
    expect((await sessions(robot.body.sessionId))[0]?.isBot).toBe(true);
  });

  test('stores an event with fields that it does not know, and names them', async () => {
    const typo = { name: 'typo', userId: 'u-typo', propertys: { plan: 'pro' }, ip: '203.0.113.9', type: 'x' };
    const { status, body } = await track(typo);
    expect([status, body.ignored]).toEqual([200, ['propertys', 'ip']]);
    const [event] = await eventsOf(body.sessionId);
    expect(event?.fields).toMatchObject({ name: 'typo', extra: { propertys: expect.anything() } });
    expect(JSON.stringify(event)).not.toContain('203.0.113.9');
    const known = {
      name: 'a',
      props: { plan: 'pro' },
      properties: {},
      source: 'x',
      referrer: '/',
      page: '/',
    };
    expect((await track(known)).body).not.toHaveProperty('ignored');
  });

  const bad: [what: string, body: unknown, code: string, says: string][] = [
    ['no name', {}, 'bad_field', '"name" is missing'],
    ['an empty name', { name: '' }, 'bad_field', '"name" must not be empty'],
    ['a name that is none', { name: 7 }, 'bad_field', '"name" must be a text'],
    ['a long name', { name: 'x'.repeat(LIMITS.nameChars + 1) }, 'too_large', 'longer than 128'],
    ['a long category', { name: 'a', category: 'x'.repeat(129) }, 'too_large', '"category"'],
    ['properties as a list', { name: 'a', properties: [1] }, 'bad_field', '"properties" must be an object'],
    ['a value that is a text', { name: 'a', value: '7' }, 'bad_field', '"value" must be a finite number'],
    ['a timestamp in words', { name: 'a', timestamp: 'yesterday' }, 'bad_time', '"timestamp"'],
    ['the year 275760', { name: 'a', timestamp: 8.64e15 + 1 }, 'bad_time', '"timestamp"'],
    ['a negative time', { name: 'a', timestamp: -5 }, 'bad_time', '"timestamp"'],
    ['an event id with blanks', { name: 'a', eventId: 'a b' }, 'bad_id', '"eventId" must be 1 to 64'],
    ['an empty session id', { name: 'a', sessionId: '' }, 'bad_id', '"sessionId"'],
    ['a long visitor id', { name: 'a', anonymousId: 'x'.repeat(65) }, 'bad_id', '"anonymousId"'],
    ['an empty user id', { name: 'a', userId: '' }, 'bad_field', '"userId" must not be empty'],
    ['a user id that is an object', { name: 'a', userId: {} }, 'bad_field', '"userId" must be a text'],
    ['a long page', { name: 'a', page: `https://a.example/${'x'.repeat(3000)}` }, 'too_large', '"page"'],
    ['a list', [{ name: 'a' }], 'bad_envelope', 'must be one event'],
    ['a number', 7, 'bad_envelope', 'must be one event'],
    ['null', null, 'bad_envelope', 'must be one event'],
  ];
  test.each(bad)('refuses %s', async (_, json, code, says) => {
    const { status, body } = await track(json);
    expect([status, body.code]).toEqual([400, code]);
    expect(body.message).toContain(says);
  });

  test('refuses forms, broken JSON, other encodings and long keys', async () => {
    const send = async (body: string, headers: Record<string, string>) => {
      const answer = await heat.call('POST', '/api/v1/events/track', { body, bearer: key, headers });
      return [answer.status, ((await answer.json()) as ErrorBody).code];
    };
    const json = { 'content-type': 'application/json' };
    expect(await send('name=a', { 'content-type': 'application/x-www-form-urlencoded' })).toEqual([
      415,
      'unsupported',
    ]);
    expect(await send('{"name":', json)).toEqual([400, 'bad_json']);
    expect(await send('{"name":"a"}', { ...json, 'content-encoding': 'br' })).toEqual([
      415,
      'unsupported_encoding',
    ]);
    expect(await send(`{"name":"a","p":"${'x'.repeat(LIMITS.bodyBytes)}"}`, json)).toEqual([
      413,
      'body_too_large',
    ]);
    expect(await send(`${'['.repeat(40)}${']'.repeat(40)}`, json)).toEqual([400, 'too_deep']);
    const long = { ...json, 'idempotency-key': 'k'.repeat(LIMITS.userIdChars + 1) };
    expect(await send('{"name":"a"}', long)).toEqual([400, 'bad_idempotency_key']);
  });
});

describe('POST /api/v1/events/track/batch', () => {
  test('keeps the good events and answers for each in its place', async () => {
    const { status, body } = await batch({
      events: [
        { name: 'one', userId: 'b1', eventId: 'b-1' },
        { userId: 'b1' },
        { name: 'two', userId: 'b2', eventId: 'b-2' },
        7,
        { name: 'three', userId: 'b1', eventId: 'b-3', timestamp: 'x' },
      ],
    });
    expect([status, body.accepted, body.rejected]).toEqual([200, 2, 3]);
    expect(body.results.map((result) => (result.ok ? result.eventId : result.code))).toEqual([
      'b-1',
      'bad_field',
      'b-2',
      'not_an_object',
      'bad_time',
    ]);
    expect(body.results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    const [first] = body.results;
    expect(await eventsOf(first?.ok ? first.sessionId : '')).toHaveLength(1);
  });

  test('names the fields that it does not know once for the batch, and so many', async () => {
    const names = Array.from({ length: 3 * LIMITS.ignoredShown }, (_, index) => [`x${index}`, 1]);
    const events = [{ nmae: 'a' }, { name: 'a', nmae: 'b', ['y'.repeat(500)]: 1 }, { name: 'a' }];
    const { status, body } = await batch([...events, { name: 'b', ...Object.fromEntries(names) }]);
    expect([status, body.accepted, body.rejected]).toEqual([200, 3, 1]);
    expect(body.ignored).toHaveLength(LIMITS.ignoredShown);
    expect(body.ignored?.slice(0, 3)).toEqual(['nmae', 'y'.repeat(LIMITS.nameChars), 'x0']);
    expect((await batch([{ name: 'a' }])).body).not.toHaveProperty('ignored');
  });

  test('takes a bare list, and a thousand events of many users', async () => {
    const list = Array.from({ length: LIMITS.batchEvents }, (_, index) => ({
      name: 'many',
      userId: `many-${index % 50}`,
      eventId: `many-${index}`,
      timestamp: heat.clock.nowMs() - index,
    }));
    const { body } = await batch(list);
    expect(body.accepted).toBe(LIMITS.batchEvents);
    await batch(list);
    const [result] = body.results;
    expect(await eventsOf(result?.ok ? result.sessionId : '')).toHaveLength(LIMITS.batchEvents / 50);
  });

  test('makes one id for each place from an Idempotency-Key', async () => {
    const list = [{ name: 'a' }, { name: 'a' }];
    const ids = async () =>
      (await batch(list, { 'idempotency-key': 'k' })).body.results.map(
        (result) => result.ok && result.eventId,
      );
    const first = await ids();
    expect(new Set(first).size).toBe(2);
    expect(await ids()).toEqual(first);
  });

  const bad: [what: string, body: unknown, status: number, code: string][] = [
    ['no events', { events: [] }, 400, 'bad_envelope'],
    ['no list', {}, 400, 'bad_envelope'],
    ['a list that is none', { events: { name: 'a' } }, 400, 'bad_envelope'],
    ['a number', 3, 400, 'bad_envelope'],
    ['only bad events', [{}, {}], 400, 'no_valid_events'],
    [
      'too many',
      Array.from({ length: LIMITS.batchEvents + 1 }, () => ({ name: 'a' })),
      413,
      'too_many_events',
    ],
  ];
  test.each(bad)('refuses %s', async (_, json, status, code) => {
    const answer = await batch(json);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('counts what it refuses under the project', async () => {
    const { items } = heat.rooms.ingest.refusals.of(shop.no);
    expect(items.map(({ code }) => code)).toContain('no_valid_events');
  });
});

test('a session that a server told of first becomes the browser’s', async () => {
  const { body } = await track({ name: 'signed up', sessionId: 'late-browser', anonymousId: 'v9' });
  await heat.applyAll();
  const nowMs = heat.clock.nowMs();
  const agent = {
    'user-agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  };
  const sent = await heat.call('POST', '/ingest', {
    headers: { 'x-project-key': shop.writeKey, ...agent },
    json: {
      session: { id: body.sessionId, startedAt: nowMs },
      sdk: { name: 'heat', version: '1' },
      visitorId: 'v9',
      events: [{ eventId: 'p1', type: 'pageview', ts: nowMs, path: 'https://shop.example/' }],
    },
  });
  expect(sent.status).toBe(200);
  expect(await sessions('late-browser')).toMatchObject([
    { device: 'desktop', browser: 'Chrome', visitor: 'c:v9', events: 2, sdk: 'heat/1' },
  ]);
});
