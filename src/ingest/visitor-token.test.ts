import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
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

const nowMs = testClock().nowMs();
let keys: Record<'RS256' | 'ES256' | 'EdDSA', IssuerKey>;
let stranger: IssuerKey;
const inline = (...list: IssuerKey[]) => JSON.stringify({ keys: list.map(({ jwk }) => jwk) });

beforeAll(async () => {
  const [rsa, ec, ed] = await Promise.all([
    issuerKey('RS256', 'k-rs'),
    issuerKey('ES256', 'k-es'),
    issuerKey('EdDSA', 'k-ed'),
  ]);
  keys = { RS256: rsa, ES256: ec, EdDSA: ed };
  stranger = await issuerKey('ES256', 'k-es');
});

/** The door with a project that asks for tokens; `send` gives the stored user, or the code of the refusal. */
async function arrange(options: { mode?: TokenMode; jwks?: string; allowedHosts?: string[] } = {}) {
  const { mode = 'jwt', jwks = inline(keys.RS256, keys.ES256, keys.EdDSA), allowedHosts = [] } = options;
  const door = await openDoor({
    rules: { allowedHosts },
    useApiKey: async (secret) =>
      secret === 'heat_w_1' ? { projectNo: 1, keyId: 'k1', scope: 'write', rate: null } : null,
  });
  const visitorTokens = { mode, issuer: ISSUER, audience: AUDIENCE, jwks };
  await door.catalog.updateProject('open', { settings: { visitorTokens } });
  const send = async (bearer: string | null, body: object = {}, change: object = {}) => {
    try {
      await door.send({ json: { ...compactBody(), ...body }, bearer, ...change });
      const { user } = (await door.stored()).at(-1)?.batch ?? {};
      return user?.id ?? null;
    } catch (error) {
      return `refused ${(error as HeatError).faultCode}`;
    }
  };
  return { ...door, send, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
}

describe('a token', () => {
  test('names the visitor by header and by body, signed with RS256, ES256 or EdDSA', async () => {
    await using door = await arrange();
    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const token = await tokenOf({ key: keys[alg], nowMs });
      expect([alg, await door.send(token)]).toEqual([alg, 'ada']);
      expect([alg, await door.send(null, { token })]).toEqual([alg, 'ada']);
    }
  });

  test('is nowhere in what is stored, and nothing of another user is kept', async () => {
    await using door = await arrange();
    const token = await tokenOf({ key: keys.ES256, nowMs });
    expect(await door.send(token, { token, user: { id: 'bob', traits: { plan: 'pro' } } })).toBe('ada');
    expect(await door.send(token, { user: { id: 'ada', traits: { plan: 'free' } } })).toBe('ada');
    const stored = await door.stored();
    expect(stored.map(({ batch }) => batch.user?.traits)).toEqual([null, { plan: 'free' }]);
    expect(JSON.stringify(stored)).not.toContain(token.slice(0, 20));
    expect(JSON.stringify(stored)).not.toContain('"token"');
  });

  type Case = [what: string, make: () => Promise<string> | string, code?: string];
  const signed = (claims: object, header: object = {}, key = () => keys.ES256) =>
    tokenOf({ key: key(), claims: { ...claims }, header: { ...header }, nowMs });
  const seconds = Math.floor(nowMs / 1000);
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
    await using door = await arrange();
    for (const [what, make, code = 'bad_token'] of cases) {
      const token = await make();
      expect([what, await door.send(token)]).toEqual([what, `refused ${code}`]);
      expect([what, await door.send(null, { token })]).toEqual([what, `refused ${code}`]);
    }
    expect(await door.stored()).toEqual([]);
    // A clock that is a little off is no fault.
    expect(await door.send(await signed({ exp: seconds - 30 }))).toBe('ada');
  });

  test('is refused with other algorithms, even where a key of theirs is in the set', async () => {
    const others = await Promise.all(['RS512', 'PS256', 'ES384'].map((alg) => issuerKey(alg, alg)));
    await using door = await arrange({ jwks: inline(...others, keys.ES256) });
    for (const key of others)
      expect([key.alg, await door.send(await tokenOf({ key, nowMs }))]).toEqual([
        key.alg,
        'refused bad_token',
      ]);
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
    await using door = await arrange();
    const good = await tokenOf({ key: keys.EdDSA, nowMs });
    for (const [mode, brought, expected] of rows) {
      await door.catalog.updateProject('open', { settings: { visitorTokens: { mode } } });
      const token = brought === 'nothing' ? null : brought === 'a good token' ? good : `${good}x`;
      expect([mode, brought, await door.send(token)]).toEqual([mode, brought, expected]);
    }
  });

  test('jwt still wants the write key, and lets API keys in without a token', async () => {
    await using door = await arrange();
    const token = await tokenOf({ key: keys.EdDSA, nowMs });
    expect(await door.send(token, {}, { headerKey: null })).toBe('refused missing_key');
    expect(await door.send(token, {}, { headerKey: 'wrong' })).toBe('refused unknown_key');
    expect(await door.send('heat_w_1', { user: { id: 'cy' } }, { headerKey: null, origin: null })).toBe('cy');
    // Another project asks for none.
    expect(await door.send(null, {}, { headerKey: LISTED_KEY })).toBe('anna@shop.example');
  });

  test('jwt holds for recordings too', async () => {
    await using door = await arrange();
    await new Promise(setImmediate);
    const sender = { address: null, headerKey: 'open-key', queryKey: null, origin: null };
    const admit = (bearer: string | null) => door.ingest.admit({ ...sender, bearer });
    await expect(admit(null)).rejects.toMatchObject({ faultCode: 'token_needed' });
    expect((await admit(await tokenOf({ key: keys.ES256, nowMs }))).id).toBe('open');
  });
});

describe('keys at an address', () => {
  let issuer: IssuerServer;
  beforeAll(() => {
    issuer = openIssuer([keys.ES256]);
  });
  afterAll(() => issuer.close());
  const arrangeFetch = async () => {
    issuer.asked.length = 0;
    issuer.answer(() => keySetAnswer([keys.ES256]));
    return arrange({ jwks: issuer.url, allowedHosts: [issuer.host] });
  };

  test('are fetched once for all who wait, and kept for a while', async () => {
    await using door = await arrangeFetch();
    const token = await tokenOf({ key: keys.ES256, nowMs, claims: { exp: nowMs / 1000 + 86_400 } });
    const all = await Promise.all(Array.from({ length: 20 }, () => door.send(token)));
    expect(new Set(all)).toEqual(new Set(['ada']));
    expect(issuer.asked).toEqual(['/keys']);
    door.clock.advance(LIMITS.keySetMs - 1);
    expect(await door.send(token)).toBe('ada');
    expect(issuer.asked).toHaveLength(1);
    door.clock.advance(1);
    expect(await door.send(token)).toBe('ada');
    expect(issuer.asked).toHaveLength(2);
  });

  test('are fetched again for a key that is new, and not more often than the cooldown allows', async () => {
    await using door = await arrangeFetch();
    expect(await door.send(await tokenOf({ key: keys.ES256, nowMs }))).toBe('ada');
    issuer.answer(() => keySetAnswer([keys.ES256, keys.EdDSA]));
    const fresh = await tokenOf({ key: keys.EdDSA, nowMs });
    const unknown = await tokenOf({ key: stranger, header: { kid: 'guess' }, nowMs });
    expect(await door.send(fresh)).toBe('refused bad_token');
    expect(issuer.asked).toHaveLength(1);
    door.clock.advance(LIMITS.keySetCooldownMs);
    expect(await door.send(fresh)).toBe('ada');
    expect(issuer.asked).toHaveLength(2);
    for (let count = 0; count < 20; count += 1) expect(await door.send(unknown)).toBe('refused bad_token');
    expect(issuer.asked).toHaveLength(2);
  });

  test('stay good for a day when the issuer cannot be reached, and then nothing is taken', async () => {
    await using door = await arrangeFetch();
    const token = await tokenOf({ key: keys.ES256, nowMs, claims: { exp: nowMs / 1000 + 3 * 86_400 } });
    expect(await door.send(token)).toBe('ada');
    issuer.answer(() => new Response('down', { status: 500 }));
    door.clock.advance(LIMITS.keySetStaleMs);
    expect(await door.send(token)).toBe('ada');
    door.clock.advance(1);
    expect(await door.send(token)).toBe('refused keys_unavailable');
    const asked = issuer.asked.length;
    for (let count = 0; count < 20; count += 1) await door.send(token);
    expect(issuer.asked).toHaveLength(asked);
    issuer.answer(() => keySetAnswer([keys.ES256]));
    door.clock.advance(LIMITS.keySetCooldownMs);
    expect(await door.send(token)).toBe('ada');
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
    await using door = await arrangeFetch();
    const token = await tokenOf({ key: keys.ES256, nowMs });
    for (const [at, [what, answer]] of bad.entries()) {
      issuer.asked.length = 0;
      issuer.answer(answer);
      const visitorTokens = { jwks: `${issuer.url}/${at}` };
      await door.catalog.updateProject('open', { settings: { visitorTokens } });
      expect([what, await door.send(token)]).toEqual([what, 'refused keys_unavailable']);
      expect(issuer.asked).toEqual([`/keys/${at}`]);
    }
  });

  test('are not fetched from an address of this network that nobody allowed', async () => {
    issuer.asked.length = 0;
    await using door = await arrange({ jwks: issuer.url });
    expect(await door.send(await tokenOf({ key: keys.ES256, nowMs }))).toBe('refused keys_unavailable');
    expect(issuer.asked).toEqual([]);
  });
});
