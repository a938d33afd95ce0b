// API keys and write keys over the API: what narrows them, how often they are used, and replacing with an overlap.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compactBody, compactEvents } from '../../test/support/ingest-bodies.ts';
import { AUDIENCE, ISSUER, issuerKey, tokenOf } from '../../test/support/issuer.ts';
import {
  addProject,
  OWNER,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { KeyCreated, KeyUsage, Page, ProjectView, SessionRowView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';

let heat: TestHeat;
let owner: SignedUp;

beforeAll(async () => {
  heat = await openTestHeat();
  owner = await signUpOwner(heat);
});
afterAll(() => heat.close());

type Answer<T> = { status: number; body: T };
const call = async <T>(
  method: string,
  path: string,
  json?: unknown,
  bearer = owner.token,
): Promise<Answer<T>> => {
  const answer = await heat.call(method, `/api/v1/projects/${path}`, {
    bearer,
    ...(json === undefined ? {} : { json }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
};

describe('an API key', () => {
  test('keeps to its own limit, at the API and at the door for events together', async () => {
    const shop = await addProject(heat, 'Limited');
    const request = { name: 'k', scope: 'admin', perMinute: 3 };
    const { body, status } = await call<KeyCreated>('POST', `${shop.id}/keys`, request);
    expect([status, body.key.perMinute]).toEqual([201, 3]);
    const ask = () => heat.call('GET', '/api/v1/projects/current', { bearer: body.secret });
    const send = () => heat.call('POST', '/ingest', { bearer: body.secret, body: '{' });
    const first = await ask();
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60');
    expect(first.headers.get('ratelimit')).toBe('"key";r=2;t=20');
    expect((await send()).headers.get('ratelimit')).toContain('"key";r=1;t=40');
    expect((await ask()).status).toBe(200);
    for (const answer of [await ask(), await send()]) {
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('20');
      expect(answer.headers.get('ratelimit')).toContain('"key";r=0;t=60');
    }
    heat.clock.advance(20_000);
    expect((await ask()).status).toBe(200);
    const usage = await call<Page<KeyUsage>>('GET', `${shop.id}/key-usage?days=1`);
    const day = new Date(heat.clock.nowMs()).toISOString().slice(0, 10);
    expect(usage.body.items).toEqual([{ keyId: body.key.id, day, requests: 6, refused: 2 }]);
  });

  test('is changed from the next request on, and answers of it hold no hash', async () => {
    const shop = await addProject(heat, 'Changed');
    const { body } = await call<KeyCreated>('POST', `${shop.id}/keys`, { name: 'k', scope: 'read' });
    const one = `${shop.id}/keys/${body.key.id}`;
    const ask = async () =>
      (await heat.call('GET', '/api/v1/projects/current', { bearer: body.secret })).status;
    expect(await ask()).toBe(200);
    // Nothing in this process has an address, so any list shuts it out.
    const narrowed = await call('PATCH', one, { addresses: ['192.0.2.0/24'], name: 'n' });
    expect(narrowed.body).toMatchObject({ addresses: ['192.0.2.0/24'], name: 'n', scope: 'read' });
    expect(JSON.stringify(narrowed.body)).not.toContain('hash');
    expect(await ask()).toBe(401);
    expect((await call('PATCH', one, { addresses: [] })).status).toBe(200);
    expect(await ask()).toBe(200);
    expect((await call('PATCH', one, { expiresAt: heat.clock.nowMs() + 1_000 })).status).toBe(200);
    heat.clock.advance(1_000);
    expect(await ask()).toBe(401);
    expect((await call('PATCH', one, { expiresAt: null })).status).toBe(200);
    expect(await ask()).toBe(200);
    const bad: [object, string][] = [
      [{ addresses: ['here'] }, 'invalid_address'],
      [{ perMinute: 0 }, 'bad_body'],
      [{ scope: 'admin' }, 'bad_body'],
      [{ expiresAt: 5 }, 'invalid_expiry'],
    ];
    for (const [change, code] of bad)
      expect(await call('PATCH', one, change)).toMatchObject({ status: 400, body: { code } });
    expect((await call('PATCH', `${shop.id}/keys/none`, { name: 'x' })).status).toBe(404);
  });

  test('is replaced, and works beside the new one for the hours asked for', async () => {
    const shop = await addProject(heat, 'Replaced');
    const { body: old } = await call<KeyCreated>('POST', `${shop.id}/keys`, { name: 'k', scope: 'read' });
    const rotate = (id: string, query = '') =>
      call<KeyCreated>('POST', `${shop.id}/keys/${id}/rotate${query}`, undefined, shop.apiKey);
    const ask = async (bearer: string) =>
      (await heat.call('GET', '/api/v1/projects/current', { bearer })).status;
    const { status, body: second } = await rotate(old.key.id, '?overlapHours=1');
    expect([status, second.key.scope, second.key.name]).toEqual([201, 'read', 'k']);
    expect([await ask(old.secret), await ask(second.secret)]).toEqual([200, 200]);
    const { body: third } = await rotate(second.key.id);
    expect([await ask(second.secret), await ask(third.secret)]).toEqual([401, 200]);
    for (const hours of ['-1', '1.5', '2161', 'x'])
      expect((await rotate(third.key.id, `?overlapHours=${hours}`)).status).toBe(400);
    expect((await rotate(second.key.id)).status).toBe(409);
    expect((await rotate('none')).status).toBe(404);
  });
});

describe('a write key', () => {
  test('that is replaced lets in until its time is over or it is ended', async () => {
    const shop = await addProject(heat, 'Rotated');
    const send = async (key: string) => (await heat.call('POST', `/ingest?key=${key}`, { body: '{' })).status;
    // Tokens of a sign-in do not live as long as this test's hours.
    const asAdmin = <T>(method: string, path: string) =>
      call<T>(method, `${shop.id}${path}`, undefined, shop.apiKey);
    const rotate = (query = '') => asAdmin<ProjectView>('POST', `/write-key${query}`);
    const { body: second } = await rotate('?overlapHours=2');
    expect(second.oldWriteKeys).toEqual([
      {
        writeKey: shop.writeKey,
        replacedAtMs: heat.clock.nowMs(),
        expiresAtMs: heat.clock.nowMs() + 2 * 3_600_000,
      },
    ]);
    // A body that cannot be read is what a key that lets in is told.
    expect([await send(shop.writeKey), await send(second.writeKey)]).toEqual([400, 400]);
    heat.clock.advance(2 * 3_600_000);
    await new Promise(setImmediate);
    expect([await send(shop.writeKey), await send(second.writeKey)]).toEqual([401, 400]);
    const { body: third } = await rotate('?overlapHours=24');
    expect((await asAdmin('DELETE', `/old-write-keys/${second.writeKey}`)).status).toBe(204);
    await new Promise(setImmediate);
    expect([await send(second.writeKey), await send(third.writeKey)]).toEqual([401, 400]);
    expect((await asAdmin<ProjectView>('GET', '')).body.oldWriteKeys).toEqual([]);
    const { body: fourth } = await rotate();
    await new Promise(setImmediate);
    expect([await send(third.writeKey), await send(fourth.writeKey)]).toEqual([401, 400]);
    for (const hours of ['-1', '1.5', '2161', 'x'])
      expect((await rotate(`?overlapHours=${hours}`)).status).toBe(400);
    expect((await asAdmin('DELETE', `/old-write-keys/${fourth.writeKey}`)).status).toBe(404);
  });

  test('that was replaced is shown to owners only', async () => {
    const shop = await addProject(heat, 'Hidden');
    await call('POST', `${shop.id}/write-key?overlapHours=2`, undefined, shop.apiKey);
    const request = { name: 'r', scope: 'read' };
    const { body } = await call<KeyCreated>('POST', `${shop.id}/keys`, request, shop.apiKey);
    const answer = await heat.call('GET', `/api/v1/projects/${shop.id}`, { bearer: body.secret });
    expect(await answer.text()).not.toContain(shop.writeKey);
  });
});

describe('tokens of a site’s own sign-in', () => {
  test('are set over the API, and name the user of what comes in', async () => {
    const shop = await addProject(heat, 'Tokens');
    const key = await issuerKey('ES256', 'k1');
    const nowMs = heat.clock.nowMs();
    const set = JSON.stringify({ keys: [key.jwk] });
    const visitorTokens = { mode: 'jwt', issuer: ISSUER, audience: AUDIENCE, jwks: set };
    const asAdmin = <T>(change: object) => call<T>('PATCH', shop.id, { settings: change }, shop.apiKey);
    const saved = await asAdmin<ProjectView>({ visitorTokens });
    expect([saved.status, saved.body.settings.visitorTokens.mode]).toEqual([200, 'jwt']);

    const send = (token: string | null, how: 'header' | 'body') => {
      const json = compactBody([compactEvents.custom], {
        ...{ sentAt: nowMs, t0: nowMs, ids: `${how}-` },
        session: { id: `${how}-session`, startedAt: nowMs, lastSeenAt: nowMs },
        ...(token && how === 'body' ? { token } : {}),
      });
      const bearer = token && how === 'header' ? { bearer: token } : {};
      return heat.call('POST', `/ingest?key=${shop.writeKey}`, { json, ...bearer });
    };
    const refused = await send(null, 'body');
    expect([refused.status, ((await refused.json()) as ErrorBody).code]).toEqual([401, 'token_needed']);
    // A page must be able to read why.
    expect(refused.headers.get('access-control-allow-origin')).not.toBeNull();
    for (const how of ['header', 'body'] as const)
      expect((await send(await tokenOf({ key, nowMs, claims: { sub: how } }), how)).status).toBe(200);
    await heat.applyAll();
    const list = await call<Page<SessionRowView>>(
      'GET',
      `${shop.id}/sessions?bots=1`,
      undefined,
      shop.apiKey,
    );
    expect(list.body.items.map(({ userId }) => userId).sort()).toEqual(['body', 'header']);
    expect(heat.logged.join('')).not.toContain('eyJ');

    const secret = 'not-to-be-repeated';
    const bad = await asAdmin<ErrorBody>({
      visitorTokens: { ...visitorTokens, jwks: JSON.stringify({ keys: [{ ...key.jwk, d: secret }] }) },
    });
    expect([bad.status, bad.body.code]).toEqual([400, 'bad_key_set']);
    expect(JSON.stringify(bad.body)).not.toContain(secret);
    expect((await asAdmin({ visitorTokens: { mode: 'jwt' } })).status).toBe(400);
  });
});

describe('the signing secret', () => {
  test('is replaced by owners, with an overlap or without', async () => {
    const signIn = async () => {
      const answer = await heat.call('POST', '/api/v1/auth/sign-in', { json: OWNER });
      return ((await answer.json()) as { token: string }).token;
    };
    const user = async (bearer: string) => (await heat.call('GET', '/api/v1/user', { bearer })).status;
    const rotate = async (bearer: string, endSignIns: boolean) => {
      const answer = await heat.call('POST', '/api/v1/secret', { bearer, json: { endSignIns } });
      heat.clock.advance(LIMITS.secretCheckMs);
      return (await answer.json()) as { previousUntilMs: number | null };
    };
    const before = await signIn();
    const untilMs = heat.clock.nowMs() + LIMITS.signInMs + LIMITS.tokenLeewayMs;
    expect(await rotate(before, false)).toEqual({ previousUntilMs: untilMs });
    const after = await signIn();
    expect([await user(before), await user(after)]).toEqual([200, 200]);
    const told = await heat.call('GET', '/api/v1/secret', { bearer: after });
    expect(await told.text()).toBe(JSON.stringify({ previous: [{ untilMs }] }));
    expect(await rotate(after, true)).toEqual({ previousUntilMs: null });
    expect([await user(before), await user(after), await user(await signIn())]).toEqual([401, 401, 200]);
  });
});
