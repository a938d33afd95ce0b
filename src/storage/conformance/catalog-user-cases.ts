// The part of the catalog suite that is about users.

import { expect } from 'bun:test';
import type { UserRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogUserCases(check: CatalogCheck): void {
  check('createUser() stores every field when the e-mail is free', async ({ catalog, other }) => {
    const user = userRow({ owner: false, tokenVersion: 3 });
    await catalog.createUser(user);
    expect(await other.findUser(user.id)).toEqual(user);
    expect(await other.findUserByEmail(user.email)).toEqual(user);
    expect(await other.countUsers()).toBe(1);
  });

  check('createUser() throws conflict when the e-mail is taken', async ({ catalog }) => {
    await catalog.createUser(userRow());
    const twin = userRow({ id: 'u2' });
    await expect(catalog.createUser(twin)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await catalog.countUsers()).toBe(1);
  });

  check('createOwner() throws conflict when there is a user already', async ({ catalog, other }) => {
    const rivals = [userRow(), userRow({ id: 'u2', email: 'b@example.com' })];
    const results = await Promise.allSettled([
      catalog.createOwner(rivals[0]!),
      other.createOwner(rivals[1]!),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ kind: 'conflict', faultCode: 'already_set_up' });
    expect(await catalog.countUsers()).toBe(1);
  });

  check('createOwner() makes an owner whatever the row says', async ({ catalog }) => {
    await catalog.createOwner(userRow({ owner: false }));
    expect((await catalog.findUser('u1'))?.owner).toBe(true);
  });

  check('findUser() answers null when there is none', async ({ catalog }) => {
    expect(await catalog.findUser('__proto__')).toBeNull();
    expect(await catalog.findUserByEmail('nobody@example.com')).toBeNull();
    expect(await catalog.listUsers()).toEqual([]);
  });

  check('listUsers() answers oldest first', async ({ catalog }) => {
    await catalog.createUser(userRow({ id: 'b', email: 'b@x.y', createdAtMs: 1 }));
    await catalog.createUser(userRow({ id: 'a', email: 'a@x.y', createdAtMs: 2 }));
    expect((await catalog.listUsers()).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  check('updateUserPassword() raises the token version', async ({ catalog }) => {
    await catalog.createUser(userRow({ tokenVersion: 4 }));
    await catalog.updateUserPassword('u1', 'other hash');
    expect(await catalog.findUser('u1')).toMatchObject({ passwordHash: 'other hash', tokenVersion: 5 });
    await expect(catalog.updateUserPassword('u9', 'x')).rejects.toMatchObject({ kind: 'not_found' });
  });

  check('usePasswordLink() sets the password once, and ends all links of the user', async (stores) => {
    const { catalog, other } = stores;
    await catalog.createUser(userRow({ tokenVersion: 4 }));
    const link = { userId: 'u1', expiresAtMs: 10 };
    await catalog.createLink({ ...link, hash: 'h', purpose: 'password' });
    await catalog.createLink({ ...link, hash: 's', purpose: 'sign-in' });
    const use = { hash: 'h', passwordHash: 'other hash', atMs: 9 };
    expect(await catalog.usePasswordLink({ ...use, atMs: 10 })).toBeNull();
    expect(await catalog.usePasswordLink({ ...use, hash: 's' })).toBeNull();
    const many = await Promise.all([catalog, other, catalog].map((store) => store.usePasswordLink(use)));
    expect(many.filter((user) => user !== null)).toEqual([
      userRow({ tokenVersion: 5, passwordHash: 'other hash' }),
    ]);
    expect(await other.takeLink('s', 'sign-in', 9)).toBeNull();
    expect(await other.findUser('u1')).toMatchObject({ passwordHash: 'other hash', tokenVersion: 5 });
  });

  check('updateUserPassword() ends the links of the user', async ({ catalog }) => {
    await catalog.createUser(userRow());
    await catalog.createLink({ hash: 'h', purpose: 'password', userId: 'u1', expiresAtMs: 10 });
    await catalog.updateUserPassword('u1', 'x');
    expect(await catalog.findLink('h', 'password', 1)).toBeNull();
  });

  check(
    'removeUser() removes the user for every connection, but never the last owner',
    async ({ catalog, other }) => {
      await catalog.createUser(userRow({ owner: true }));
      await catalog.createUser(userRow({ id: 'u2', email: 'b@x.y', owner: false }));
      await expect(catalog.removeUser('u1')).rejects.toMatchObject({
        kind: 'conflict',
        faultCode: 'last_owner',
      });
      await catalog.createUser(userRow({ id: 'u3', email: 'c@x.y', owner: true }));
      await catalog.createLink({ hash: 'h', purpose: 'sign-in', userId: 'u1', expiresAtMs: 10 });
      await catalog.removeUser('u1');
      expect(await other.findUser('u1')).toBeNull();
      expect(await other.takeLink('h', 'sign-in', 1)).toBeNull();
      await expect(catalog.removeUser('u1')).rejects.toMatchObject({ kind: 'not_found' });
    },
  );

  check('endSignIn() is known to every connection until it is forgotten', async ({ catalog, other }) => {
    expect(await other.isSignInEnded('j1')).toBe(false);
    await catalog.endSignIn('j1', 1_000);
    await catalog.endSignIn('j1', 1_000);
    await catalog.endSignIn('j2', 2_000);
    expect([await other.isSignInEnded('j1'), await other.isSignInEnded('j3')]).toEqual([true, false]);
    expect(await other.forgetEndedSignIns(1_000)).toBe(0);
    expect(await other.forgetEndedSignIns(1_001)).toBe(1);
    expect([await catalog.isSignInEnded('j1'), await catalog.isSignInEnded('j2')]).toEqual([false, true]);
  });
}

function userRow(change: Partial<UserRow> = {}): UserRow {
  return {
    id: 'u1',
    email: 'a@example.com',
    name: 'Ada “L.” 🦉',
    passwordHash: '$argon2id$…',
    owner: true,
    tokenVersion: 0,
    createdAtMs: 1_780_000_000_000,
    ...change,
  };
}
