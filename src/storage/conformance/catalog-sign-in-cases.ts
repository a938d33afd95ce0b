// The part of the catalog suite that is about sign-ins and second factors.

import { expect } from 'bun:test';
import { LIMITS } from '../../contract/limits.ts';
import type { UserRow } from '../port-catalog.ts';
import type { SignInRow } from '../port-sign-ins.ts';
import type { CatalogCheck } from './catalog-opener.ts';

const SECRET = 'ab'.repeat(20);

export function catalogSignInCases(check: CatalogCheck): void {
  check('a second factor is off until it is confirmed, and confirmed once', async ({ catalog, other }) => {
    await catalog.createUser(userRow('u1'));
    expect(await catalog.findSecondFactor('u1')).toBeNull();
    await catalog.beginSecondFactor({ userId: 'u1', secret: 'cd'.repeat(20), begunAtMs: 1 });
    await other.beginSecondFactor({ userId: 'u1', secret: SECRET, begunAtMs: 2 });
    const begun = { userId: 'u1', secret: SECRET, begunAtMs: 2 };
    const none = { confirmedAtMs: null, lastStep: 0, recoveryHashes: [] };
    expect(await catalog.findSecondFactor('u1')).toEqual({ ...begun, ...none });
    expect([await catalog.useStep('u1', 7), await catalog.useRecoveryCode('u1', 'a')]).toEqual([
      false,
      false,
    ]);
    const change = { userId: 'u1', lastStep: 5, recoveryHashes: ['a', 'b'], atMs: 3 };
    expect(await catalog.confirmSecondFactor({ ...change, secret: 'cd'.repeat(20) })).toBe(false);
    const rivals = [catalog, other].map((store) => store.confirmSecondFactor({ ...change, secret: SECRET }));
    expect((await Promise.all(rivals)).sort()).toEqual([false, true]);
    const again = catalog.beginSecondFactor({ userId: 'u1', secret: SECRET, begunAtMs: 4 });
    await expect(again).rejects.toMatchObject({ kind: 'conflict', faultCode: 'second_factor_on' });
  });

  check('a step and a recovery code are used once, whoever asks', async ({ catalog, other }) => {
    await catalog.createUser(userRow('u1'));
    await catalog.beginSecondFactor({ userId: 'u1', secret: SECRET, begunAtMs: 1 });
    const change = { userId: 'u1', secret: SECRET, lastStep: 5, recoveryHashes: ['a', 'b'], atMs: 3 };
    await catalog.confirmSecondFactor(change);
    const uses = [];
    for (const step of [4, 5, 6, 6, 5, 9]) uses.push(await other.useStep('u1', step));
    expect(uses).toEqual([false, false, true, false, false, true]);
    const takers = [catalog, other, catalog].map((store) => store.useRecoveryCode('u1', 'a'));
    expect((await Promise.all(takers)).filter(Boolean)).toHaveLength(1);
    expect((await catalog.findSecondFactor('u1'))?.recoveryHashes).toEqual(['b']);
    expect([await catalog.removeSecondFactor('u1'), await catalog.removeSecondFactor('u1')]).toEqual([
      true,
      false,
    ]);
  });

  check('listSignIns() answers those of one user that live, last seen first', async ({ catalog, other }) => {
    for (const id of ['u1', 'u2']) await catalog.createUser(userRow(id));
    const rows = [signIn('a', 'u1', 1), signIn('b', 'u1', 2), signIn('c', 'u2', 3), signIn('d', 'u1', 4)];
    for (const row of rows) await catalog.createSignIn(row);
    await other.touchSignIn('a', 9);
    await other.endSignIn('d', 1_000);
    expect(await catalog.listSignIns('u1', 999)).toEqual([{ ...rows[0]!, lastSeenAtMs: 9 }, rows[1]!]);
    expect(await catalog.listSignIns('u1', 1_000)).toEqual([]);
    await catalog.forgetEndedSignIns(1_001);
    expect(await catalog.listSignIns('u1', 0)).toEqual([]);
  });

  check('createSignIn() keeps a bounded number, those seen last', async ({ catalog }) => {
    await catalog.createUser(userRow('u1'));
    const count = LIMITS.signInsListed + 2;
    for (let at = 1; at <= count; at += 1) await catalog.createSignIn(signIn(`j${at}`, 'u1', at));
    const kept = await catalog.listSignIns('u1', 0);
    expect(kept).toHaveLength(LIMITS.signInsListed);
    expect([kept[0]?.jti, kept.at(-1)?.jti]).toEqual([`j${count}`, 'j3']);
  });

  check('endSignIns(), a new password and removal take all sign-ins along', async ({ catalog, other }) => {
    for (const id of ['u1', 'u2']) await catalog.createUser(userRow(id));
    await catalog.createSignIn(signIn('a', 'u1', 1));
    await other.endSignIns('u1');
    expect(await catalog.findUser('u1')).toMatchObject({ tokenVersion: 1 });
    expect(await catalog.listSignIns('u1', 0)).toEqual([]);
    await catalog.createSignIn(signIn('b', 'u1', 1));
    await catalog.updateUserPassword('u1', 'other');
    expect(await catalog.listSignIns('u1', 0)).toEqual([]);
    await catalog.createSignIn(signIn('c', 'u1', 1));
    await catalog.beginSecondFactor({ userId: 'u1', secret: SECRET, begunAtMs: 1 });
    await catalog.removeUser('u1');
    expect(await catalog.listSignIns('u1', 0)).toEqual([]);
    expect(await catalog.findSecondFactor('u1')).toBeNull();
    await expect(catalog.endSignIns('u1')).rejects.toMatchObject({ kind: 'not_found' });
  });
}

function signIn(jti: string, userId: string, atMs: number): SignInRow {
  const dates = { createdAtMs: atMs, lastSeenAtMs: atMs, expiresAtMs: 1_000 };
  return { jti, userId, agent: 'Firefox on Linux', ...dates };
}

function userRow(id: string): UserRow {
  const base = { name: 'Ada', passwordHash: '$argon2id$…', owner: true, tokenVersion: 0, createdAtMs: 1 };
  return { ...base, id, email: `${id}@example.com` };
}
