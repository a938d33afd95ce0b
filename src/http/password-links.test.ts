// A new password by a link that an owner made, over the API: who may make one, what it opens, and what it ends.

import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { authenticatorCode } from '../../test/support/authenticator.ts';
import {
  addProject,
  OWNER,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { PasswordLinkCreated, SignedIn, UsersAnswer } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SecondFactorBegun } from '../contract/second-factor.ts';

const BOB = { email: 'bob@example.com', password: 'a quite long password' };
const NEXT = 'another battery staple';
let heat: TestHeat;
let owner: SignedUp;
let bobId: string;

beforeEach(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.test' } });
  owner = await signUpOwner(heat);
  heat.clock.advance(1);
  bobId = (await heat.rooms.accounts.addUser({ ...BOB, owner: false }, 'terminal')).id;
});
afterEach(() => heat.close());

const linksOf = (userId: string) => `/api/v1/users/${userId}/password-links`;
const make = (json: object = { password: OWNER.password }, userId = bobId, bearer = owner.token) =>
  heat.call('POST', linksOf(userId), { bearer, json });
const check = (token: string) => heat.call('POST', '/api/v1/password-links/check', { json: { token } });
const use = (token: string, password = NEXT) =>
  heat.call('POST', '/api/v1/password-links/use', { json: { token, password } });
const signIn = (json: object) => heat.call('POST', '/api/v1/auth/sign-in', { json });
const said = async (answer: Response) => `${answer.status} ${((await answer.json()) as ErrorBody).code}`;

async function tokenOf(answer: Promise<Response>): Promise<string> {
  const made = (await (await answer).json()) as PasswordLinkCreated;
  expect(made.url).toMatch(/^https:\/\/heat\.test\/password#[\w-]{43}$/);
  expect(made.expiresAtMs).toBe(heat.clock.nowMs() + LIMITS.passwordLinkMs);
  return made.url.split('#')[1] ?? '';
}
async function bearerOf(user: { email: string; password: string }): Promise<string> {
  return ((await (await signIn(user)).json()) as SignedIn).token;
}

describe('a password link', () => {
  test('tells whose it is without being used up, sets the password once, and signs nobody in', async () => {
    const token = await tokenOf(make());
    for (let round = 0; round < 2; round += 1)
      expect(await (await check(token)).json()).toEqual({ email: BOB.email });
    const used = await use(token);
    expect([used.status, used.headers.get('set-cookie')]).toEqual([204, null]);
    expect(await said(await signIn(BOB))).toBe('401 bad_credentials');
    expect((await signIn({ ...BOB, password: NEXT })).status).toBe(200);
    expect(await said(await use(token, 'a third long password'))).toBe('401 bad_link');
    expect(await said(await check(token))).toBe('401 bad_link');
  });

  test('works once when it is used many times at once', async () => {
    const token = await tokenOf(make());
    const answers = await Promise.all(Array.from({ length: 5 }, () => use(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401, 401]);
  });

  test('ends every sign-in of its user when it is used, not when it is made, and nobody else’s', async () => {
    const bearers = [await bearerOf(BOB), await bearerOf(BOB)];
    const token = await tokenOf(make());
    const own = (bearer: string) => heat.call('GET', '/api/v1/user', { bearer });
    for (const bearer of bearers) expect((await own(bearer)).status).toBe(200);
    await use(token);
    for (const bearer of bearers) expect(await said(await own(bearer))).toBe('401 bad_credential');
    expect((await own(owner.token)).status).toBe(200);
  });

  test('is asked for no weak password, and stays when it was', async () => {
    const token = await tokenOf(make());
    expect(await said(await use(token, 'short'))).toBe('400 password_too_short');
    expect((await use(token)).status).toBe(204);
  });

  test.each([
    ['a newer one of the user', () => tokenOf(make())],
    ['a password that was changed meanwhile', () => changeOwn()],
    ['a password that was set in the terminal', () => heat.rooms.accounts.resetPassword(BOB, 'terminal')],
    ['its hour', async () => heat.clock.advance(LIMITS.passwordLinkMs)],
    ['the end of the account', () => heat.rooms.accounts.removeUser(BOB.email, 'terminal')],
  ] as const)('is ended by %s', async (_, end: () => Promise<unknown>) => {
    const token = await tokenOf(make());
    await end();
    expect(await said(await check(token))).toBe('401 bad_link');
    expect(await said(await use(token))).toBe('401 bad_link');
  });

  async function changeOwn() {
    const json = { current: BOB.password, next: NEXT };
    const changed = await heat.call('PATCH', '/api/v1/user/password', { bearer: await bearerOf(BOB), json });
    expect(changed.status).toBe(200);
  }

  test('stands beside those of other users', async () => {
    const eve = await heat.rooms.accounts.addUser({ ...BOB, email: 'eve@example.com' }, 'terminal');
    const token = await tokenOf(make());
    await tokenOf(make({ password: OWNER.password }, eve.id));
    expect((await use(token)).status).toBe(204);
  });

  test('leaves the second factor on', async () => {
    const bearer = await bearerOf(BOB);
    const factor = '/api/v1/user/second-factor';
    const begun = await heat.call('POST', factor, { bearer, json: { password: BOB.password } });
    const { secret } = (await begun.json()) as SecondFactorBegun;
    const nextCode = () => {
      heat.clock.advance(30_000);
      return authenticatorCode(secret, heat.clock.nowMs());
    };
    const confirmed = await heat.call('POST', `${factor}/confirm`, { bearer, json: { code: nextCode() } });
    expect(confirmed.status).toBe(200);
    expect((await use(await tokenOf(make()))).status).toBe(204);
    const changed = { ...BOB, password: NEXT };
    expect(await said(await signIn(changed))).toBe('401 second_factor_needed');
    expect((await signIn({ ...changed, code: nextCode() })).status).toBe(200);
  });

  test('is no sign-in link and no set-up link, nor is one of those a password link', async () => {
    const token = await tokenOf(make());
    for (const path of ['/api/v1/auth/link', '/api/v1/setup'])
      expect(await said(await heat.call('POST', path, { json: { token } }))).toBe('401 bad_link');
    const other = await heat.rooms.accounts.createSignInLink(bobId, 'terminal');
    expect(await said(await use(other.token))).toBe('401 bad_link');
    expect((await use(token)).status).toBe(204);
    // A changed password ends that one too: whoever held it knew the old owner of the account.
    const late = await heat.call('POST', '/api/v1/auth/link', { json: { token: other.token } });
    expect(await said(late)).toBe('401 bad_link');
  });
});

describe('making one', () => {
  test('asks an owner for his own password, as slowly as everywhere', async () => {
    for (let count = 0; count < LIMITS.signInFree; count += 1)
      expect(await said(await make({ password: 'wrong wrong wrong' }))).toBe('403 wrong_password');
    expect(await said(await make())).toBe('429 too_many_attempts');
    expect(await said(await make({}))).toBe('400 bad_body');
  });

  test('is for other accounts that are there', async () => {
    const list = await heat.call('GET', '/api/v1/users', { bearer: owner.token });
    const { items } = (await list.json()) as UsersAnswer;
    expect(items.map(({ email, owner: owns }) => [email, owns])).toEqual([
      [OWNER.email, true],
      [BOB.email, false],
    ]);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['createdAtMs', 'email', 'id', 'name', 'owner']);
    const own = items[0]?.id ?? '';
    expect(await said(await make({ password: OWNER.password }, own))).toBe('409 own_account');
    expect(await said(await make({ password: OWNER.password }, 'nobody'))).toBe('404 user_not_found');
  });

  test('is refused to everybody else in the same words, whether the account is there or not', async () => {
    const { no, apiKey, id } = await addProject(heat, 'Mine');
    const invited = await heat.call('POST', `/api/v1/projects/${id}/invitations`, {
      bearer: owner.token,
      json: { email: BOB.email, role: 'owner' },
    });
    const { url } = (await invited.json()) as { url: string };
    const bearer = await bearerOf(BOB);
    const json = { token: url.split('#')[1] };
    expect((await heat.call('POST', '/api/v1/invitations/accept', { bearer, json })).status).toBe(204);
    expect((await heat.rooms.accounts.listMembers(no)).items).toHaveLength(1);
    // The owner of a project is none of the installation.
    for (const stranger of [bearer, apiKey]) {
      const [known, unknown] = await Promise.all(
        [bobId, 'nobody'].map(async (userId) => {
          const answer = await make({ password: BOB.password }, userId, stranger);
          const { requestId: _, ...body } = (await answer.json()) as ErrorBody;
          return { status: answer.status, body };
        }),
      );
      expect(known?.status).toBe(403);
      expect(unknown).toEqual(known);
      expect((await heat.call('GET', '/api/v1/users', { bearer: stranger })).status).toBe(403);
    }
  });

  test('and using one are in the log of acts, without the token', async () => {
    const token = await tokenOf(make());
    await use(token);
    const log = await (await heat.call('GET', '/api/v1/audit', { bearer: owner.token })).json();
    const { items } = log as { items: { actorName: string; action: string; details: string | null }[] };
    expect(items.slice(0, 2).map(({ actorName, action, details }) => [actorName, action, details])).toEqual([
      [BOB.email, 'user.password', 'by link'],
      [OWNER.email, 'link.create', 'password'],
    ]);
    expect(JSON.stringify(log)).not.toContain(token);
    expect(heat.logged.join('\n')).not.toContain(token);
  });
});
