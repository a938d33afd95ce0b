import { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import type { UserRow } from '../storage/port-catalog.ts';
import { createAccounts } from './accounts.ts';
import { createPasswords } from './passwords.ts';
import { viewOf } from './user-view.ts';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse battery';
const ADDRESS = '192.0.2.7';

describe('signUp()', () => {
  test('signUp() makes the owner with the set-up link', async () => {
    await using data = await arrange();
    const { accounts } = data;
    expect(await accounts.needsOwner()).toBe(true);
    const { token, expiresAtMs } = await accounts.createSetupLink();
    expect(expiresAtMs).toBe(data.clock.nowMs() + LIMITS.setupLinkMs);
    const user = await accounts.signUp({ token, email: ' Ada@Example.com', password: PASSWORD });
    expect(viewOf(user)).toEqual({
      id: user.id,
      email: EMAIL,
      name: 'ada',
      owner: true,
      createdAtMs: data.clock.nowMs(),
    });
    expect(user.passwordHash).toStartWith('$argon2id$');
    expect(await accounts.needsOwner()).toBe(false);
  });

  test('signUp() refuses a link that is used, replaced, expired or made up', async () => {
    await using data = await arrange();
    const { accounts, clock } = data;
    const replaced = await accounts.createSetupLink();
    const expired = await accounts.createSetupLink();
    clock.advance(LIMITS.setupLinkMs);
    for (const token of [replaced.token, expired.token, 'x', '']) {
      const refusal = accounts.signUp({ token, email: EMAIL, password: PASSWORD });
      await expect(refusal).rejects.toMatchObject({ kind: 'unauthorized', faultCode: 'bad_link' });
    }
    const { token } = await accounts.createSetupLink();
    await accounts.signUp({ token, email: EMAIL, password: PASSWORD });
    const again = accounts.signUp({ token, email: 'b@example.com', password: PASSWORD });
    await expect(again).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  test('checkSetupLink() tells a good link from a bad one and uses none up', async () => {
    await using data = await arrange();
    const { accounts, clock } = data;
    const { token } = await accounts.createSetupLink();
    await accounts.checkSetupLink(token);
    await accounts.checkSetupLink(token);
    await expect(accounts.checkSetupLink('guess')).rejects.toMatchObject({ faultCode: 'bad_link' });
    clock.advance(LIMITS.setupLinkMs);
    await expect(accounts.checkSetupLink(token)).rejects.toMatchObject({ faultCode: 'bad_link' });
    const { token: next } = await accounts.createSetupLink();
    await accounts.checkSetupLink(next);
    await accounts.signUp({ token: next, email: EMAIL, password: PASSWORD });
    await expect(accounts.checkSetupLink(next)).rejects.toMatchObject({ faultCode: 'bad_link' });
  });

  test('signUp() keeps the link when the password is too weak', async () => {
    await using data = await arrange();
    const { token } = await data.accounts.createSetupLink();
    const weak = data.accounts.signUp({ token, email: EMAIL, password: 'short' });
    await expect(weak).rejects.toMatchObject({ kind: 'invalid' });
    expect(await data.accounts.signUp({ token, email: EMAIL, password: PASSWORD })).toMatchObject({
      owner: true,
    });
  });

  test('signUp() refuses when a user was made in the terminal meanwhile', async () => {
    await using data = await arrange();
    const { token } = await data.accounts.createSetupLink();
    await data.terminal.addUser({ email: 'bob@example.com', password: PASSWORD }, 'terminal');
    const late = data.accounts.signUp({ token, email: EMAIL, password: PASSWORD });
    await expect(late).rejects.toMatchObject({ kind: 'conflict', faultCode: 'already_set_up' });
    await expect(data.accounts.createSetupLink()).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('signIn()', () => {
  test('signIn() answers the user when the e-mail is written in another case', async () => {
    await using data = await arrange();
    const user = await data.accounts.addUser({ email: EMAIL, password: PASSWORD, name: 'Ada' }, 'terminal');
    const signedIn = await data.accounts.signIn({
      email: 'ADA@example.com ',
      password: PASSWORD,
      address: null,
    });
    expect(signedIn).toEqual(user);
  });

  test('signIn() says exactly the same for an unknown account as for a wrong password', async () => {
    await using data = await arrange();
    await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const answers = [];
    const requests = [
      { email: EMAIL, password: 'wrong horse battery' },
      { email: 'nobody@example.com', password: PASSWORD },
      { email: 'no address', password: PASSWORD },
      { email: EMAIL, password: '' },
      { email: EMAIL, password: 'x'.repeat(500_000) },
    ];
    for (const request of requests) {
      const error = await data.accounts.signIn({ ...request, address: null }).catch((fault) => fault);
      answers.push([error.kind, error.faultCode, error.message, error.details]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe('unauthorized');
  });

  test('signIn() throttles a known and an unknown account alike, and lets the owner in after the wait', async () => {
    await using data = await arrange();
    const { accounts, clock } = data;
    await accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    for (const email of [EMAIL, 'nobody@example.com']) {
      for (let count = 0; count < LIMITS.signInFree; count += 1) {
        await expect(
          accounts.signIn({ email, password: 'wrong wrong', address: null }),
        ).rejects.toMatchObject({
          kind: 'unauthorized',
        });
      }
      const early = accounts.signIn({ email, password: PASSWORD, address: null });
      await expect(early).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 1 });
    }
    clock.advance(1000);
    expect(await accounts.signIn({ email: EMAIL, password: PASSWORD, address: null })).toMatchObject({
      email: EMAIL,
    });
  });

  test('signIn() throttles one neighbourhood that tries many accounts', async () => {
    await using data = await arrange();
    for (let count = 0; count < LIMITS.signInFree; count += 1) {
      const request = {
        email: `u${count}@example.com`,
        password: 'wrong wrong',
        address: `192.0.2.${count}`,
      };
      await expect(data.accounts.signIn(request)).rejects.toMatchObject({ kind: 'unauthorized' });
    }
    const next = { email: 'u9@example.com', password: 'wrong wrong' };
    await expect(data.accounts.signIn({ ...next, address: '192.0.2.200' })).rejects.toMatchObject({
      kind: 'rate_limited',
    });
    await expect(data.accounts.signIn({ ...next, address: '198.51.100.1' })).rejects.toMatchObject({
      kind: 'unauthorized',
    });
  });
});

/** What the token of a sign-in says. */
const claimsOf = (user: UserRow, jti = 'j1') => ({ sub: user.id, tokenVersion: user.tokenVersion, jti });

describe('signOut()', () => {
  test('signOut() ends that sign-in and no other, also for another process and after a restart', async () => {
    await using data = await arrange();
    const user = await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const [first, second] = [claimsOf(user, 'j1'), claimsOf(user, 'j2')];
    expect(await data.accounts.findSignedIn(first)).toEqual(user);
    expect(await data.terminal.findSignedIn(first)).toEqual(user);
    await data.accounts.signOut(first);
    for (const accounts of [data.accounts, data.terminal]) {
      expect(await accounts.findSignedIn(first)).toBeNull();
      expect(await accounts.findSignedIn(second)).toEqual(user);
    }
    data.clock.advance(LIMITS.signInMs);
    expect(await data.accounts.forgetEndedSignIns()).toBe(0);
    data.clock.advance(LIMITS.tokenLeewayMs + 1);
    expect(await data.accounts.forgetEndedSignIns()).toBe(1);
  });
});

describe('changePassword()', () => {
  test('changePassword() ends all sign-ins and the old password', async () => {
    await using data = await arrange();
    const { accounts } = data;
    const user = await accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const claims = claimsOf(user);
    expect(await accounts.findSignedIn(claims)).toEqual(user);
    const next = 'another battery staple';
    const change = { userId: user.id, current: PASSWORD, next, address: ADDRESS };
    const changed = await accounts.changePassword(change);
    expect(await accounts.findSignedIn(claims)).toBeNull();
    expect(await accounts.findSignedIn(claimsOf(changed))).toEqual(changed);
    const old = accounts.signIn({ email: EMAIL, password: PASSWORD, address: null });
    await expect(old).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(await accounts.signIn({ email: EMAIL, password: next, address: null })).toEqual(changed);
  });

  test('changePassword() ends the sign-in of another process at its next request', async () => {
    await using data = await arrange();
    const user = await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const claims = claimsOf(user);
    expect(await data.accounts.findSignedIn(claims)).toEqual(user);
    const change = { userId: user.id, current: PASSWORD, next: 'another battery staple', address: null };
    await data.terminal.changePassword(change);
    expect(await data.accounts.findSignedIn(claims)).toBeNull();
  });

  test('changePassword() refuses a wrong current password, throttled, and a weak new one', async () => {
    await using data = await arrange();
    const { id } = await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const change = { userId: id, current: PASSWORD, next: 'another battery staple', address: null };
    await expect(data.accounts.changePassword({ ...change, next: 'weak' })).rejects.toMatchObject({
      kind: 'invalid',
    });
    for (let count = 0; count < LIMITS.signInFree; count += 1) {
      const wrong = data.accounts.changePassword({ ...change, current: 'wrong wrong' });
      await expect(wrong).rejects.toMatchObject({ kind: 'forbidden', faultCode: 'wrong_password' });
    }
    await expect(data.accounts.changePassword(change)).rejects.toMatchObject({ kind: 'rate_limited' });
  });
});

describe('signInByLink()', () => {
  test('signInByLink() works once, within its time', async () => {
    await using data = await arrange();
    const { accounts, clock } = data;
    const user = await accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const { token } = await data.terminal.createSignInLink(user.id, 'terminal');
    expect(await accounts.signInByLink(token)).toEqual(user);
    const late = await accounts.createSignInLink(user.id, 'terminal');
    clock.advance(LIMITS.setupLinkMs);
    for (const used of [token, late.token, '__proto__']) {
      await expect(accounts.signInByLink(used)).rejects.toMatchObject({ faultCode: 'bad_link' });
    }
    await expect(accounts.createSignInLink('nobody', 'terminal')).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('signInByLink() refuses the set-up link', async () => {
    await using data = await arrange();
    const { token } = await data.accounts.createSetupLink();
    await expect(data.accounts.signInByLink(token)).rejects.toMatchObject({ faultCode: 'bad_link' });
  });
});

describe('addUser()', () => {
  test('addUser() throws conflict when the e-mail has an account, in any case', async () => {
    await using data = await arrange();
    await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const twin = data.accounts.addUser({ email: 'ADA@EXAMPLE.COM', password: PASSWORD }, 'terminal');
    await expect(twin).rejects.toMatchObject({ kind: 'conflict' });
    expect(await data.accounts.listUsers()).toHaveLength(1);
  });

  test('addUser() leaves neither password nor link token in the catalog', async () => {
    await using data = await arrange();
    const { id } = await data.accounts.addUser({ email: EMAIL, password: PASSWORD }, 'terminal');
    const { token } = await data.accounts.createSignInLink(id, 'terminal');
    const db = new Database(data.path, { readonly: true });
    const everything = JSON.stringify([
      db.query('select * from users').all(),
      db.query('select * from links').all(),
      db.query('select * from audit').all(),
    ]);
    const audit = db.query('select actor, action, target from audit order by id').all();
    db.close();
    expect(everything).not.toContain(PASSWORD);
    expect(everything).not.toContain(token);
    expect(audit).toEqual([
      { actor: 'terminal', action: 'user.create', target: `user:${id}` },
      { actor: 'terminal', action: 'link.create', target: `user:${id}` },
    ]);
  });
});

/** Accounts as the server has them, and as the terminal beside it has them. */
async function arrange() {
  const data = await testCatalog();
  const clock = testClock();
  const passwords = createPasswords({ memoryKib: 8, passes: 1 });
  return {
    accounts: createAccounts({ catalog: data.catalog, clock, passwords }),
    terminal: createAccounts({ catalog: data.other, clock, passwords }),
    clock,
    path: data.path,
    [Symbol.asyncDispose]: () => data[Symbol.asyncDispose](),
  };
}
