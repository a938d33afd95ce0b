// Live connections over a real socket: server-sent events and WebSocket, who may open them, and how they end.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { openSocketReader, openStreamReader } from '../../test/support/live-readers.ts';
import {
  addKey,
  addProject,
  openTestHeat,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { LiveEvent, LiveState, LiveTicket } from '../contract/live.ts';

let heat: TestHeat;
let url: string;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;
let cookie: string;
let count = 0;

beforeAll(async () => {
  heat = await openTestHeat();
  ({ cookie } = await signUpOwner(heat));
  mine = await addProject(heat, 'Mine');
  foreign = await addProject(heat, 'Foreign');
  ({ url } = await heat.server.start());
});
afterAll(() => heat.close());

const liveUrl = (query = '', project = mine.id) => `${url}/api/v1/projects/${project}/live${query}`;
const socketUrl = (query = '') => liveUrl(query).replace('http', 'ws');
const bearer = (secret = mine.apiKey) => ({ authorization: `Bearer ${secret}` });

/** One pageview of a new session on `path`, applied, and the end of it where that `hasLeft`; gives its event id. */
async function visit(path: string, key = mine.writeKey, hasLeft = false): Promise<string> {
  count += 1;
  const nowMs = heat.clock.nowMs();
  const eventId = `live-${count}`;
  const sent = await heat.call('POST', '/ingest', {
    json: {
      key,
      sdk: { name: 'test', version: '1' },
      sentAt: nowMs,
      session: { id: `s-${count}`, startedAt: nowMs },
      visitorId: `v-${count}`,
      events: [
        { eventId, type: 'pageview', ts: nowMs, path, to: `https://shop.test${path}` },
        ...(hasLeft ? [{ eventId: `${eventId}-end`, type: 'leave', ts: nowMs, path, dwellMs: 0 }] : []),
      ],
    },
    headers: {
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    },
  });
  expect(sent.status).toBe(200);
  await heat.applyAll();
  return eventId;
}

async function ticket(): Promise<string> {
  const answer = await heat.call('POST', `/api/v1/projects/${mine.id}/live/tickets`, { bearer: mine.apiKey });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as LiveTicket).ticket;
}

describe('GET …/live as server-sent events', () => {
  test('tells of the state and then of each event, and of no other project', async () => {
    const reader = await openStreamReader(liveUrl(), { headers: bearer() });
    expect(((await reader.next('state')).data as LiveState).perSecond).toHaveLength(59);
    await visit('/elsewhere', foreign.writeKey);
    const eventId = await visit('/live');
    const { data } = await reader.next('events');
    const [event] = data as LiveEvent[];
    expect(data).toHaveLength(1);
    expect(event).toMatchObject({ eventId, type: 'pageview', path: '/live', device: 'desktop' });
    heat.rooms.live.tick();
    const state = (await reader.next('state')).data as LiveState;
    expect(state.pages).toContainEqual({ page: event?.page ?? '', path: '/live', visitors: 1 });
    await reader.close();
  });

  test('goes on after the last id, and tells of a gap when that is too long ago', async () => {
    const first = await openStreamReader(liveUrl(), { headers: bearer() });
    await visit('/one');
    const { id } = await first.next('events');
    await first.close();
    const missed = await visit('/two');
    const again = await openStreamReader(liveUrl(), { headers: { ...bearer(), 'last-event-id': id } });
    expect(((await again.next('events')).data as LiveEvent[]).map(({ eventId }) => eventId)).toEqual([
      missed,
    ]);
    await again.close();
    const late = await openStreamReader(liveUrl('?after=0.0'), { headers: bearer() });
    await late.next('gap');
    await late.close();
  });

  test('begins with what happened lately, when that is asked for', async () => {
    const other = await addProject(heat, 'Late');
    const before = [
      await visit('/early', other.writeKey),
      await visit('/blog/a', other.writeKey),
      await visit('/late', other.writeKey),
    ];
    heat.clock.advance(20_000);
    const first = await openStreamReader(liveUrl('?recent=2', other.id), { headers: bearer(other.apiKey) });
    const told = await first.next('events');
    expect((told.data as LiveEvent[]).map(({ eventId }) => eventId)).toEqual(before.slice(1));
    const state = (await first.next('state')).data as LiveState;
    expect(state.visitors).toBe(3);
    expect(state.perSecond.reduce((sum, one) => sum + one, 0)).toBe(3);
    const now = await visit('/now', other.writeKey);
    expect(((await first.next('events')).data as LiveEvent[]).map(({ eventId }) => eventId)).toEqual([now]);
    await first.close();
    // Whoever comes later begins with the same and with what came since; whoever comes back with nothing twice.
    const filter = encodeURIComponent('page:contains:o');
    const second = await openStreamReader(liveUrl(`?recent=200&filter=${filter}`, other.id), {
      headers: bearer(other.apiKey),
    });
    expect(((await second.next('events')).data as LiveEvent[]).map(({ path }) => path)).toEqual([
      '/blog/a',
      '/now',
    ]);
    await second.close();
    const headers = { ...bearer(other.apiKey), 'last-event-id': told.id };
    const again = await openStreamReader(liveUrl('?recent=200', other.id), { headers });
    expect(((await again.next('events')).data as LiveEvent[]).map(({ path }) => path)).toEqual(['/now']);
    await again.close();
  });

  test('counts who has gone among those of the last five minutes alone', async () => {
    const other = await addProject(heat, 'Gone');
    await visit('/stays', other.writeKey);
    await visit('/goes', other.writeKey, true);
    heat.clock.advance(20_000);
    const reader = await openStreamReader(liveUrl('', other.id), { headers: bearer(other.apiKey) });
    expect((await reader.next('state')).data).toMatchObject({ visitors: 1, sessions: 1, recentVisitors: 2 });
    await visit('/goes-too', other.writeKey, true);
    heat.clock.advance(20_000);
    heat.rooms.live.tick();
    const { data } = await reader.next('state');
    expect(data).toMatchObject({ visitors: 1, recentVisitors: 3, pages: [{ path: '/stays', visitors: 1 }] });
    await reader.close();
  });

  test('keeps to its filters', async () => {
    const filter = encodeURIComponent('page:glob:/blog/*');
    const reader = await openStreamReader(liveUrl(`?filter=${filter}`), { headers: bearer() });
    await visit('/shop');
    const wanted = await visit('/blog/heat');
    expect(((await reader.next('events')).data as LiveEvent[]).map(({ eventId }) => eventId)).toEqual([
      wanted,
    ]);
    await reader.close();
  });

  test.each([
    ['an unknown dimension', '?filter=colour:is:red'],
    ['an unknown operator', '?filter=page:like:x'],
    ['no filter at all', '?filter=page'],
    ['an id that is none', '?after=yesterday'],
    ['an unknown parameter', '?since=1'],
    ['more of before than there may be', '?recent=201'],
    ['no number of before', '?recent=some'],
  ])('refuses %s with 400 and a reason', async (_, query) => {
    const answer = await fetch(liveUrl(query), { headers: bearer() });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).not.toBe('');
  });

  test('ends within a second of the revocation of its key', async () => {
    const key = await addKey(heat, mine.no, 'read');
    const reader = await openStreamReader(liveUrl(), { headers: bearer(key.secret) });
    await reader.next('state');
    await heat.rooms.accounts.revokeKey({ projectNo: mine.no, keyId: key.id }, 'terminal');
    expect((await reader.next('end')).data).toEqual({ reason: 'access_ended' });
    await reader.closed;
  });

  test.each(['read', 'write'] as const)('answers a %s key as its scope allows', async (scope) => {
    const { secret } = await addKey(heat, mine.no, scope);
    const answer = await fetch(liveUrl(), { headers: bearer(secret) });
    expect(answer.status).toBe(scope === 'read' ? 200 : 401);
    await answer.body?.cancel();
    expect((await fetch(liveUrl('', foreign.id), { headers: bearer(secret) })).status).toBe(
      scope === 'read' ? 404 : 401,
    );
  });
});

describe('a ticket', () => {
  test('opens one connection and no second', async () => {
    const once = await ticket();
    const reader = await openStreamReader(liveUrl(`?ticket=${once}`), {});
    await reader.next('state');
    await reader.close();
    expect((await fetch(liveUrl(`?ticket=${once}`))).status).toBe(401);
  });

  test('opens nothing in another project, and nothing after a minute', async () => {
    expect((await fetch(liveUrl(`?ticket=${await ticket()}`, foreign.id))).status).toBe(401);
    const old = await ticket();
    heat.clock.advance(60_000);
    expect((await fetch(liveUrl(`?ticket=${old}`))).status).toBe(401);
  });

  test('ends with the key it was given for', async () => {
    const key = await addKey(heat, mine.no, 'read');
    const answer = await heat.call('POST', `/api/v1/projects/${mine.id}/live/tickets`, {
      bearer: key.secret,
    });
    const { ticket: given } = (await answer.json()) as LiveTicket;
    const reader = await openSocketReader(socketUrl(`?ticket=${given}`));
    await reader.next('state');
    await heat.rooms.accounts.revokeKey({ projectNo: mine.no, keyId: key.id }, 'terminal');
    expect(await reader.closed).toEqual({ code: 4401, reason: 'access_ended' });
  });

  test('opens nothing once the key it was given for is revoked, whoever else is connected', async () => {
    const other = await openStreamReader(liveUrl(), { headers: bearer() });
    await other.next('state');
    const key = await addKey(heat, mine.no, 'read');
    const answer = await heat.call('POST', `/api/v1/projects/${mine.id}/live/tickets`, {
      bearer: key.secret,
    });
    const { ticket: given } = (await answer.json()) as LiveTicket;
    await heat.rooms.accounts.revokeKey({ projectNo: mine.no, keyId: key.id }, 'terminal');
    const late = await fetch(liveUrl(`?ticket=${given}`));
    await late.body?.cancel();
    expect(late.status).toBe(401);
    await other.close();
  });

  test('opens no other address', async () => {
    const answer = await fetch(`${url}/api/v1/projects/${mine.id}?ticket=${await ticket()}`);
    expect(answer.status).toBe(401);
  });
});

describe('GET …/live as WebSocket', () => {
  test('tells the same', async () => {
    const reader = await openSocketReader(socketUrl(), bearer());
    await reader.next('state');
    const eventId = await visit('/socket');
    const { data, id } = await reader.next('events');
    expect((data as LiveEvent[])[0]?.eventId).toBe(eventId);
    expect(id).toMatch(/^\d+\.\d+$/);
    await reader.close();
  });

  test('is refused to a page of another origin, cookie or not, and open to our own', async () => {
    const headers = { cookie, upgrade: 'websocket', origin: 'https://evil.test' };
    expect((await fetch(liveUrl(), { headers })).status).toBe(403);
    const own = await openSocketReader(socketUrl(), { cookie, origin: new URL(url).origin });
    await own.next('state');
    await own.close();
  });

  test('is cut off when it says more than it may', async () => {
    const reader = await openSocketReader(socketUrl(), bearer());
    await reader.next('state');
    reader.say('x'.repeat(5_000));
    await reader.closed;
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test('ends with 1001 when heat stops', async () => {
    const reader = await openSocketReader(socketUrl(), bearer());
    const stream = await openStreamReader(liveUrl(), { headers: bearer() });
    await reader.next('state');
    heat.rooms.live.end(null, 'stopping');
    expect(await reader.closed).toEqual({ code: 1001, reason: 'stopping' });
    expect((await stream.next('end')).data).toEqual({ reason: 'stopping' });
    await stream.closed;
  });
});
