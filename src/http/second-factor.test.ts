// The second factor and the list of sign-ins over the API: what a password alone opens, what works once, what ends.

import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { authenticatorCode } from '../../test/support/authenticator.ts';
import {
  OWNER,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RecoveryCodes, SecondFactorBegun, SignInsAnswer } from '../contract/second-factor.ts';

let heat: TestHeat;
let owner: SignedUp;

beforeEach(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.test' } });
  owner = await signUpOwner(heat);
});
afterEach(() => heat.close());

const FACTOR = '/api/v1/user/second-factor';
const SIGN_INS = '/api/v1/user/sign-ins';
const own = (method: string, path: string, json?: unknown, bearer = owner.token) =>
  heat.call(method, path, { bearer, ...(json === undefined ? {} : { json }) });
const signIn = (change: object = {}, headers: Record<string, string> = {}) =>
  heat.call('POST', '/api/v1/auth/sign-in', { json: { ...OWNER, ...change }, headers });
const said = async (answer: Response) => `${answer.status} ${((await answer.json()) as ErrorBody).code}`;
const tokenOf = async (answer: Response) => ((await answer.json()) as { token: string }).token;
const nextCode = (secret: string) => {
  heat.clock.advance(30_000);
  return authenticatorCode(secret, heat.clock.nowMs());
};

/** Begins and confirms, as the account page does. */
async function switchOn(): Promise<SecondFactorBegun & RecoveryCodes> {
  const answer = await own('POST', FACTOR, { password: OWNER.password });
  expect(answer.status).toBe(201);
  const begun = (await answer.json()) as SecondFactorBegun;
  const confirmed = await own('POST', `${FACTOR}/confirm`, { code: nextCode(begun.secret) });
  expect(confirmed.status).toBe(200);
  return { ...begun, ...((await confirmed.json()) as RecoveryCodes) };
}

describe('a second factor', () => {
  test('is off until a code of it was confirmed, and asks for the password before', async () => {
    expect(await (await own('GET', FACTOR)).json()).toEqual({
      isOn: false,
      sinceMs: null,
      recoveryCodesLeft: 0,
    });
    expect(await said(await own('POST', FACTOR, { password: 'wrong wrong wrong' }))).toBe(
      '403 wrong_password',
    );
    expect(await said(await own('POST', `${FACTOR}/confirm`, { code: '000000' }))).toBe(
      '409 second_factor_not_begun',
    );
    const begun = (await (
      await own('POST', FACTOR, { password: OWNER.password })
    ).json()) as SecondFactorBegun;
    expect(begun.uri).toStartWith('otpauth://totp/heat%20(heat.test):owner%40example.com?secret=');
    expect((await signIn()).status).toBe(200);
    const old = authenticatorCode(begun.secret, heat.clock.nowMs() - 90_000);
    expect(await said(await own('POST', `${FACTOR}/confirm`, { code: old }))).toBe('403 wrong_code');
    expect((await signIn()).status).toBe(200);
  });

  test('is asked for after a right password only, and each code works once', async () => {
    const { secret, recoveryCodes } = await switchOn();
    expect(recoveryCodes).toHaveLength(LIMITS.recoveryCodes);
    expect(await said(await signIn())).toBe('401 second_factor_needed');
    expect(await said(await signIn({ code: '' }))).toBe('401 second_factor_needed');
    for (const code of [undefined, '000000', nextCode(secret)]) {
      const wrong = await signIn({ password: 'wrong wrong wrong', ...(code === undefined ? {} : { code }) });
      expect(await said(wrong)).toBe('401 bad_credentials');
      heat.clock.advance(LIMITS.signInForgetMs);
    }
    const used = nextCode(secret);
    expect((await signIn({ code: `${used.slice(0, 3)} ${used.slice(3)}` })).status).toBe(200);
    expect(await said(await signIn({ code: used }))).toBe('401 wrong_code');
    expect((await signIn({ code: nextCode(secret) })).status).toBe(200);
  });

  test('lets in with a recovery code, once, however it is typed', async () => {
    const { recoveryCodes } = await switchOn();
    expect(new Set(recoveryCodes).size).toBe(LIMITS.recoveryCodes);
    const typed = (recoveryCodes[0] ?? '').toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O');
    const answer = await signIn({ code: typed });
    expect(answer.status).toBe(200);
    expect(await said(await signIn({ code: recoveryCodes[0] }))).toBe('401 wrong_code');
    const state = await own('GET', FACTOR, undefined, await tokenOf(answer));
    expect(await state.json()).toMatchObject({ isOn: true, recoveryCodesLeft: LIMITS.recoveryCodes - 1 });
  });

  test('throttles guesses of the code, and a right password makes no room for more', async () => {
    const { secret } = await switchOn();
    const answers = [];
    for (let count = 0; count < LIMITS.signInFree + 2; count += 1) {
      await signIn();
      answers.push((await signIn({ code: '123' })).status);
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await signIn({ code: nextCode(secret) })).status).toBe(200);
  });

  test('is switched off with the password, or in the terminal', async () => {
    await switchOn();
    expect(await said(await own('DELETE', FACTOR, { password: 'wrong wrong wrong' }))).toBe(
      '403 wrong_password',
    );
    expect(await said(await own('POST', FACTOR, { password: OWNER.password }))).toBe('409 second_factor_on');
    expect((await own('DELETE', FACTOR, { password: OWNER.password })).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    expect(await said(await own('DELETE', FACTOR, { password: OWNER.password }))).toBe(
      '404 second_factor_not_found',
    );
    await switchOn();
    await heat.rooms.accounts.resetSecondFactor(' Owner@Example.com', 'terminal');
    expect((await signIn()).status).toBe(200);
  });

  test('is not asked for by a one-time link from the terminal', async () => {
    await switchOn();
    const [user] = await heat.rooms.accounts.listUsers();
    const { token } = await heat.rooms.accounts.createSignInLink(user?.id ?? '', 'terminal');
    expect((await heat.call('POST', '/api/v1/auth/link', { json: { token } })).status).toBe(200);
  });
});

test('what is done to a second factor and to sign-ins is in the log of acts, without a code or secret', async () => {
  const { secret, recoveryCodes } = await switchOn();
  await signIn({ code: recoveryCodes[0] });
  await own('DELETE', FACTOR, { password: OWNER.password });
  const token = await tokenOf(await own('DELETE', SIGN_INS));
  await signIn();
  const list = (await (await own('GET', SIGN_INS, undefined, token)).json()) as SignInsAnswer;
  const other = list.items.find(({ current }) => !current)?.id;
  await own('DELETE', `${SIGN_INS}/${other}`, undefined, token);
  const log = await (await own('GET', '/api/v1/audit', undefined, token)).text();
  const actions = [...log.matchAll(/"action":"([^"]+)"/g)].map(([, action]) => action);
  expect(actions.reverse()).toEqual([
    'user.create',
    'user.second_factor_on',
    'user.recovery_code',
    'user.second_factor_off',
    'sign-in.end_all',
    'sign-in.end',
  ]);
  for (const kept of [secret, recoveryCodes[0] ?? '']) expect(log).not.toContain(kept);
});

describe('sign-ins', () => {
  const list = async (bearer: string) =>
    ((await (await own('GET', SIGN_INS, undefined, bearer)).json()) as SignInsAnswer).items;
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

  test('are listed without an address and ended one by one', async () => {
    const second = await tokenOf(await signIn({}, { 'user-agent': firefox }));
    const items = await list(owner.token);
    expect(items.map(({ agent, current }) => [agent, current]).sort()).toEqual([
      ['Firefox on Linux', false],
      ['Unknown program', true],
    ]);
    const other = items.find(({ current }) => !current)?.id ?? '';
    expect((await own('DELETE', `${SIGN_INS}/${other}`)).status).toBe(204);
    expect(await said(await own('GET', '/api/v1/user', undefined, second))).toBe('401 bad_credential');
    expect(await said(await own('DELETE', `${SIGN_INS}/${other}`))).toBe('404 sign_in_not_found');
    expect(await list(owner.token)).toHaveLength(1);
  });

  test('of somebody else can neither be seen nor ended, with the answer of one that is not there', async () => {
    await heat.rooms.accounts.addUser({ email: 'guest@example.com', password: OWNER.password }, 'terminal');
    const guest = await tokenOf(await signIn({ email: 'guest@example.com' }));
    const [mine] = await list(owner.token);
    expect(await list(guest)).toHaveLength(1);
    const answer = await own('DELETE', `${SIGN_INS}/${mine?.id}`, undefined, guest);
    expect(await said(answer)).toBe('404 sign_in_not_found');
    expect((await own('GET', '/api/v1/user')).status).toBe(200);
  });

  test('all end but this one, which gets a new token', async () => {
    const second = await tokenOf(await signIn({}, { 'user-agent': firefox }));
    const answer = await own('DELETE', SIGN_INS);
    expect(answer.headers.get('set-cookie')).toContain('HttpOnly');
    const next = await tokenOf(answer);
    for (const token of [owner.token, second])
      expect((await own('GET', '/api/v1/user', undefined, token)).status).toBe(401);
    expect((await list(next)).map(({ current }) => current)).toEqual([true]);
  });

  test('of a secret that was given up are not listed any more', async () => {
    const rotate = async (endSignIns: boolean) => {
      await heat.rooms.secretRotation.rotate({ endSignIns });
      heat.clock.advance(LIMITS.secretCheckMs);
      return tokenOf(await signIn({}, { 'user-agent': firefox }));
    };
    expect(await list(await rotate(false))).toHaveLength(2);
    const last = await rotate(true);
    expect((await own('GET', '/api/v1/user')).status).toBe(401);
    expect((await list(last)).map(({ current }) => current)).toEqual([true]);
  });

  test('say when they were last seen, and are gone when they are signed out or expired', async () => {
    const [first] = await list(owner.token);
    heat.clock.advance(LIMITS.signInTouchMs);
    const [later] = await list(owner.token);
    expect((later?.lastSeenAtMs ?? 0) - (first?.lastSeenAtMs ?? 0)).toBe(LIMITS.signInTouchMs);
    const second = await tokenOf(await signIn());
    await own('POST', '/api/v1/auth/sign-out', undefined, second);
    expect(await list(owner.token)).toHaveLength(1);
    heat.clock.advance(LIMITS.signInMs);
    const third = await tokenOf(await signIn());
    expect(await list(third)).toHaveLength(1);
  });
});
