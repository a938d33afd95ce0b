import { heapStats } from 'bun:jsc';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { compactBody } from '../../test/support/ingest-bodies.ts';
import {
  AUDIENCE,
  ISSUER,
  type IssuerKey,
  type IssuerServer,
  issuerKey,
  keySetAnswer,
  openIssuer,
  tokenOf,
} from '../../test/support/issuer.ts';
import { LISTED_KEY, openDoor } from '../../test/support/open-door.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import type { TokenMode } from '../contract/visitor-tokens.ts';
import type { HeatError } from '../lib/errors.ts';

let keys: Record<'RS256' | 'ES256' | 'EdDSA', IssuerKey>;
let stranger: IssuerKey;
let issuer: IssuerServer;
let door: Awaited<ReturnType<typeof openDoor>>;
let addresses = 0;
/** When the tests begin; those that move the clock make their tokens later. */
let nowMs: number;
const inline = (...list: IssuerKey[]) => JSON.stringify({ keys: list.map(({ jwk }) => jwk) });

beforeAll(async () => {
  const [rsa, ec, ed] = await Promise.all([
    issuerKey('RS256', 'k-rs'),
    issuerKey('ES256', 'k-es'),
    issuerKey('EdDSA', 'k-ed'),
  ]);
  keys = { RS256: rsa, ES256: ec, EdDSA: ed };
  stranger = await issuerKey('ES256', 'k-es');
  issuer = openIssuer([keys.ES256]);
  door = await openDoor({
    rules: { allowedHosts: [issuer.host] },
    useApiKey: async (secret) =>
      secret === 'heat_w_1' ? { projectNo: 1, keyId: 'k1', scope: 'write', rate: null } : null,
  });
});
beforeEach(() => {
  nowMs = door.clock.nowMs();
});
afterAll(async () => {
  issuer.close();
  await door[Symbol.asyncDispose]();
});

/** Has the project ask for tokens. */
async function ask(options: { mode?: TokenMode; jwks?: string } = {}): Promise<void> {
  const { mode = 'jwt', jwks = inline(keys.RS256, keys.ES256, keys.EdDSA) } = options;
  const visitorTokens = { mode, issuer: ISSUER, audience: AUDIENCE, jwks };
  await door.catalog.updateProject('open', { settings: { visitorTokens } });
}

/** The stored user of a batch, or the code of its refusal. */
async function send(bearer: string | null, body: object = {}, change: object = {}): Promise<string | null> {
  try {
    await door.send({ json: { ...compactBody(), ...body }, bearer, ...change });
    const { user } = (await door.stored()).at(-1)?.batch ?? {};
    return user?.id ?? null;
  } catch (error) {
    return `refused ${(error as HeatError).faultCode}`;
  }
}

describe('a token', () => {
  test('names the visitor by header and by body, signed with RS256, ES256 or EdDSA', async () => {
    await ask();
    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const token = await tokenOf({ key: keys[alg], nowMs });
      expect([alg, await send(token)]).toEqual([alg, 'ada']);
      expect([alg, await send(null, { token })]).toEqual([alg, 'ada']);
    }
  });

  test('is nowhere in what is stored, and nothing of another user is kept', async () => {
    await ask();
    const token = await tokenOf({ key: keys.ES256, nowMs });
    expect(await send(token, { token, user: { id: 'bob', traits: { plan: 'pro' } } })).toBe('ada');
    expect(await send(token, { user: { id: 'ada', traits: { plan: 'free' } } })).toBe('ada');
    const stored = (await door.stored()).slice(-2);
    expect(stored.map(({ batch }) => batch.user?.traits)).toEqual([null, { plan: 'free' }]);
    expect(JSON.stringify(stored)).not.toContain(token.slice(0, 20));
    expect(JSON.stringify(stored)).not.toContain('"token"');
  });

  type Case = [what: string, make: () => Promise<string> | string, code?: string];
  const signed = (claims: object, header: object = {}, key = () => keys.ES256) =>
    tokenOf({ key: key(), claims: { ...claims }, header: { ...header }, nowMs });
  // The clock has not moved when these are made.
  const seconds = Math.floor(testClock().nowMs() / 1000);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = encode({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: seconds + 300 });
  const cases: Case[] = [
    ['another issuer', () => signed({ iss: 'https://evil.example' })],
    ['no issuer', () => signed({ iss: undefined })],
    ['another audience', () => signed({ aud: 'other' })],
    ['no audience', () => signed({ aud: undefined })],
    ['no expiry', () => signed({ exp: undefined })],
    ['an expiry that is no number', () => signed({ exp: 'never' as unknown as number })],
    ['its time over', () => signed({ exp: seconds - 61 }), 'expired_token'],
    ['a time that has not begun', () => signed({ nbf: seconds + 120 })],
    ['no subject', () => signed({ sub: undefined })],
    ['an empty subject', () => signed({ sub: ' ' })],
    ['a long subject', () => signed({ sub: 'x'.repeat(LIMITS.userIdChars + 1) })],
    ['a key of somebody else under our name', () => signed({}, {}, () => stranger)],
    ['a key that is not in the set', () => signed({}, { kid: 'other' }, () => stranger)],
    ['an embedded key', () => signed({}, { kid: undefined, jwk: stranger.jwk }, () => stranger)],
    ['an address of keys', () => signed({}, { kid: 'x', jku: 'https://evil.example/' }, () => stranger)],
    [
      'an unknown critical header',
      async () => {
        const token = await signed({});
        return `${encode({ alg: 'ES256', kid: 'k-es', crit: ['x'], x: 1 })}.${token.split('.').slice(1).join('.')}`;
      },
    ],
    ['alg none', () => `${encode({ alg: 'none', kid: 'k-es' })}.${payload}.`],
    [
      'the public key as a shared secret',
      () => {
        const start = `${encode({ alg: 'HS256', kid: 'k-rs' })}.${payload}`;
        const secret = Buffer.from(keys.RS256.jwk.n ?? '', 'base64url');
        return `${start}.${new Bun.CryptoHasher('sha256', secret).update(start).digest('base64url')}`;
      },
    ],
    [
      'a changed payload',
      async () => {
        const [header, , signature] = (await signed({})).split('.');
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['no signature', async () => `${(await signed({})).split('.').slice(0, 2).join('.')}.`],
    ['an empty text', () => '.'],
    ['something else', () => 'hw_abcdefgh'],
    ['more characters than any', () => `${'a'.repeat(LIMITS.tokenChars)}.b.c`],
  ];
  test('is refused with anything wrong about it', async () => {
    await ask();
    const before = (await door.stored()).length;
    for (const [what, make, code = 'bad_token'] of cases) {
      const token = await make();
      expect([what, await send(token)]).toEqual([what, `refused ${code}`]);
      expect([what, await send(null, { token })]).toEqual([what, `refused ${code}`]);
    }
    expect(await door.stored()).toHaveLength(before);
    // A clock that is a little off is no fault.
    expect(await send(await signed({ exp: seconds - 30 }))).toBe('ada');
  });

  test('is refused with other algorithms, even where a key of theirs is in the set', async () => {
    const others = await Promise.all(['RS512', 'PS256', 'ES384'].map((alg) => issuerKey(alg, alg)));
    await ask({ jwks: inline(...others, keys.ES256) });
    for (const key of others)
      expect([key.alg, await send(await tokenOf({ key, nowMs }))]).toEqual([key.alg, 'refused bad_token']);
  });
});

describe('the mode', () => {
  const told = 'anna@shop.example';
  const rows: [mode: TokenMode, brought: 'nothing' | 'a bad token' | 'a good token', expected: string][] = [
    ['key', 'nothing', told],
    ['key', 'a bad token', told],
    ['key', 'a good token', told],
    ['both', 'nothing', told],
    ['both', 'a bad token', 'refused bad_token'],
    ['both', 'a good token', 'ada'],
    ['jwt', 'nothing', 'refused token_needed'],
    ['jwt', 'a bad token', 'refused bad_token'],
    ['jwt', 'a good token', 'ada'],
  ];
  test('says what becomes of a batch with a token and without', async () => {
    await ask();
    const good = await tokenOf({ key: keys.EdDSA, nowMs });
    for (const [mode, brought, expected] of rows) {
      await door.catalog.updateProject('open', { settings: { visitorTokens: { mode } } });
      const token = brought === 'nothing' ? null : brought === 'a good token' ? good : `${good}x`;
      expect([mode, brought, await send(token)]).toEqual([mode, brought, expected]);
    }
  });

  test('jwt still wants the write key, and lets API keys in without a token', async () => {
    await ask();
    const token = await tokenOf({ key: keys.EdDSA, nowMs });
    expect(await send(token, {}, { headerKey: null })).toBe('refused missing_key');
    expect(await send(token, {}, { headerKey: 'wrong' })).toBe('refused unknown_key');
    expect(await send('heat_w_1', { user: { id: 'cy' } }, { headerKey: null, origin: null })).toBe('cy');
    // Another project asks for none.
    expect(await send(null, {}, { headerKey: LISTED_KEY })).toBe('anna@shop.example');
  });

  test('jwt holds for recordings too', async () => {
    await ask();
    await new Promise(setImmediate);
    const sender = { address: null, headerKey: 'open-key', queryKey: null, origin: null };
    const admit = (bearer: string | null) => door.ingest.admit({ ...sender, bearer });
    await expect(admit(null)).rejects.toMatchObject({ faultCode: 'token_needed' });
    expect((await admit(await tokenOf({ key: keys.ES256, nowMs }))).id).toBe('open');
  });
});

describe('keys at an address', () => {
  /** Each time at another address, of which nothing is known yet. */
  const askFetched = async () => {
    addresses += 1;
    issuer.asked.length = 0;
    issuer.answer(() => keySetAnswer([keys.ES256]));
    await ask({ jwks: `${issuer.url}/${addresses}` });
  };

  test('are fetched once for all who wait, and kept for a while', async () => {
    await askFetched();
    const token = await tokenOf({ key: keys.ES256, nowMs, claims: { exp: nowMs / 1000 + 86_400 } });
    const all = await Promise.all(Array.from({ length: 20 }, () => send(token)));
    expect(new Set(all)).toEqual(new Set(['ada']));
    expect(issuer.asked).toEqual([`/keys/${addresses}`]);
    door.clock.advance(LIMITS.keySetMs - 1);
    expect(await send(token)).toBe('ada');
    expect(issuer.asked).toHaveLength(1);
    door.clock.advance(1);
    expect(await send(token)).toBe('ada');
    expect(issuer.asked).toHaveLength(2);
  });

  test('are fetched again for a key that is new, and not more often than the cooldown allows', async () => {
    await askFetched();
    expect(await send(await tokenOf({ key: keys.ES256, nowMs }))).toBe('ada');
    issuer.answer(() => keySetAnswer([keys.ES256, keys.EdDSA]));
    const fresh = await tokenOf({ key: keys.EdDSA, nowMs });
    const unknown = await tokenOf({ key: stranger, header: { kid: 'guess' }, nowMs });
    expect(await send(fresh)).toBe('refused bad_token');
    expect(issuer.asked).toHaveLength(1);
    door.clock.advance(LIMITS.keySetCooldownMs);
    expect(await send(fresh)).toBe('ada');
    expect(issuer.asked).toHaveLength(2);
    for (let count = 0; count < 20; count += 1) expect(await send(unknown)).toBe('refused bad_token');
    expect(issuer.asked).toHaveLength(2);
  });

  test('stay good for a day when the issuer cannot be reached, and then nothing is taken', async () => {
    await askFetched();
    const token = await tokenOf({ key: keys.ES256, nowMs, claims: { exp: nowMs / 1000 + 3 * 86_400 } });
    expect(await send(token)).toBe('ada');
    issuer.answer(() => new Response('down', { status: 500 }));
    door.clock.advance(LIMITS.keySetStaleMs);
    expect(await send(token)).toBe('ada');
    door.clock.advance(1);
    expect(await send(token)).toBe('refused keys_unavailable');
    const asked = issuer.asked.length;
    for (let count = 0; count < 20; count += 1) await send(token);
    expect(issuer.asked).toHaveLength(asked);
    issuer.answer(() => keySetAnswer([keys.ES256]));
    door.clock.advance(LIMITS.keySetCooldownMs);
    expect(await send(token)).toBe('ada');
  });

  test('are waited for without the read bodies of those who wait', async () => {
    await askFetched();
    const first = Promise.withResolvers<Response>();
    issuer.answer(() => first.promise);
    const token = await tokenOf({ key: keys.ES256, nowMs });
    // Small on the wire, many objects when it is read.
    const json = { ...compactBody(), token, extra: Array.from({ length: 20_000 }, () => []) };
    const before = heapStats().objectCount;
    const waiting = Array.from({ length: 20 }, () => door.send({ json, bearer: null }));
    while (issuer.asked.length === 0) await new Promise(setImmediate);
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
    Bun.gc(true);
    expect(heapStats().objectCount - before).toBeLessThan(200_000);
    first.resolve(keySetAnswer([keys.ES256]));
    const answers = await Promise.all(waiting);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(issuer.asked).toHaveLength(1);
  });

  const bad: [what: string, answer: () => Response][] = [
    ['a redirect', () => Response.redirect(issuer.url.replace('/keys', '/elsewhere'))],
    ['an error', () => new Response('{}', { status: 404 })],
    ['no JSON', () => new Response('<html>')],
    ['no key that can be used', () => Response.json({ keys: [{ kty: 'oct', kid: 'k-es' }] })],
    ['a private key', () => Response.json({ keys: [{ ...keys.ES256.jwk, d: 'x' }] })],
    ['more bytes than any set has', () => new Response(' '.repeat(LIMITS.keySetBytes + 1))],
  ];
  test('are not taken from an answer with anything else in it', async () => {
    await askFetched();
    const token = await tokenOf({ key: keys.ES256, nowMs });
    for (const [at, [what, answer]] of bad.entries()) {
      issuer.asked.length = 0;
      issuer.answer(answer);
      const visitorTokens = { jwks: `${issuer.url}/bad/${at}` };
      await door.catalog.updateProject('open', { settings: { visitorTokens } });
      expect([what, await send(token)]).toEqual([what, 'refused keys_unavailable']);
      expect(issuer.asked).toEqual([`/keys/bad/${at}`]);
    }
  });

  test('are not fetched from an address of this network that nobody allowed', async () => {
    const other = openIssuer([keys.ES256]);
    await ask({ jwks: other.url });
    expect(await send(await tokenOf({ key: keys.ES256, nowMs }))).toBe('refused keys_unavailable');
    expect(other.asked).toEqual([]);
    other.close();
  });
});
