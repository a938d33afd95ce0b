import { describe, expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { fixedSecret } from '../lib/secrets.ts';
import { AUDIENCES, createTokens } from './tokens.ts';

const secret = 'k3N8vQ2xT7bY5mR1wZ9cJ4fH6dL0pS3gA';
const user = { id: 'u1', tokenVersion: 3 };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token made by hand, so that every part of it can be wrong. */
function forge(options: {
  header?: object;
  payload?: object;
  key?: string;
  hash?: 'sha256' | 'sha512';
}): string {
  const seconds = Math.floor(testClock().nowMs() / 1000);
  const header = { alg: 'HS256', typ: 'JWT', ...options.header };
  const payload = {
    iss: 'heat',
    aud: AUDIENCES.api,
    sub: 'u1',
    jti: 'j1',
    ver: 3,
    iat: seconds,
    exp: seconds + 60,
    ...options.payload,
  };
  const signed = `${encode(header)}.${encode(payload)}`;
  const hasher = new Bun.CryptoHasher(options.hash ?? 'sha256', options.key ?? secret);
  return `${signed}.${hasher.update(signed).digest('base64url')}`;
}

describe('createTokens()', () => {
  test('verifies what it issued, for its audience only', async () => {
    const tokens = createTokens({ secrets: fixedSecret(secret), clock: testClock() });
    for (const audience of ['api', 'dashboard'] as const) {
      const { token, expiresAtMs } = (await tokens.issue(user))[audience];
      const claims = await tokens.verify(token, audience);
      expect(claims).toMatchObject({ userId: 'u1', tokenVersion: 3 });
      expect(Math.abs((claims?.expiresAtMs ?? 0) - expiresAtMs)).toBeLessThan(1000);
      expect(await tokens.verify(token, audience === 'api' ? 'dashboard' : 'api')).toBeNull();
    }
  });

  test('forgets a token when its time is over', async () => {
    const clock = testClock();
    const tokens = createTokens({ secrets: fixedSecret(secret), clock });
    const { token } = (await tokens.issue(user)).api;
    clock.advance(LIMITS.apiTokenMs - 1000);
    expect(await tokens.verify(token, 'api')).not.toBeNull();
    clock.advance(62_000);
    expect(await tokens.verify(token, 'api')).toBeNull();
  });

  test('gives both tokens of a sign-in one id, so that they end together', async () => {
    const tokens = createTokens({ secrets: fixedSecret(secret), clock: testClock() });
    const [first, second] = await Promise.all([tokens.issue(user), tokens.issue(user)]);
    const api = await tokens.verify(first.api.token, 'api');
    expect((await tokens.verify(first.dashboard.token, 'dashboard'))?.jti).toBe(api?.jti ?? '');
    expect((await tokens.verify(second.api.token, 'api'))?.jti).not.toBe(api?.jti);
  });

  test('accepts a token made by hand when all of it is right', async () => {
    expect(
      await createTokens({ secrets: fixedSecret(secret), clock: testClock() }).verify(forge({}), 'api'),
    ).not.toBeNull();
  });

  test('signs with the newest secret and accepts those before it, as long as they are told', async () => {
    let secrets: [string, ...string[]] = [secret];
    const tokens = createTokens({ secrets: () => secrets, clock: testClock() });
    const old = (await tokens.issue(user)).api.token;
    secrets = ['another-one-that-is-long-enough-123', secret];
    const fresh = (await tokens.issue(user)).api.token;
    expect(await tokens.verify(old, 'api')).not.toBeNull();
    expect(await tokens.verify(fresh, 'api')).not.toBeNull();
    expect(
      await createTokens({ secrets: fixedSecret(secret), clock: testClock() }).verify(fresh, 'api'),
    ).toBeNull();
    secrets = [secrets[0]];
    expect(await tokens.verify(old, 'api')).toBeNull();
    expect(await tokens.verify(fresh, 'api')).not.toBeNull();
  });

  test('isInForce() tells the sign-ins of a secret that is gone, and leaves those without a mark', async () => {
    let secrets: [string, ...string[]] = [secret];
    const tokens = createTokens({ secrets: () => secrets, clock: testClock() });
    const old = (await tokens.issue(user)).jti;
    secrets = ['another-one-that-is-long-enough-123', secret];
    const fresh = (await tokens.issue(user)).jti;
    expect([old, fresh].map(tokens.isInForce)).toEqual([true, true]);
    secrets = [secrets[0]];
    expect([old, fresh].map(tokens.isInForce)).toEqual([false, true]);
    expect(tokens.isInForce(old.slice(0, 36))).toBe(true);
  });

  const absent = (name: string) => ({ payload: { [name]: undefined } });
  const forged: [what: string, token: string][] = [
    ['another secret', forge({ key: 'another-secret-that-is-long-enough' })],
    ['HS512', forge({ header: { alg: 'HS512' }, hash: 'sha512' })],
    ['HS512 named, HS256 used', forge({ header: { alg: 'HS512' } })],
    ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${forge({}).split('.')[1]}.`],
    ['an embedded key', forge({ header: { jwk: { kty: 'oct', k: encode('x') } }, key: 'x'.repeat(32) })],
    ['an unknown critical header', forge({ header: { crit: ['x'], x: 1 } })],
    ['another type', forge({ header: { typ: 'at+jwt' } })],
    ['another issuer', forge({ payload: { iss: 'other' } })],
    ['another audience', forge({ payload: { aud: 'heat' } })],
    ['a user id that is no text', forge({ payload: { sub: 1 } })],
    ['a version that is no number', forge({ payload: { ver: '3' } })],
    ['no typ', forge({ header: { typ: undefined } })],
    ...['iss', 'aud', 'sub', 'jti', 'iat', 'exp', 'ver'].map((name): [string, string] => [
      `no ${name}`,
      forge(absent(name)),
    ]),
    ['nothing', ''],
    ['a huge text', 'a.'.repeat(100_000)],
  ];
  test.each(forged)('refuses a token with %s', async (_, token) => {
    expect(
      await createTokens({ secrets: fixedSecret(secret), clock: testClock() }).verify(token, 'api'),
    ).toBeNull();
  });
});
