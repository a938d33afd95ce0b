// The part of the catalog suite that is about API keys.

import { expect } from 'bun:test';
import { LIMITS } from '../../contract/limits.ts';
import type { Catalog } from '../port-catalog.ts';
import type { KeyRow } from '../port-keys.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogKeyCases(check: CatalogCheck): void {
  check('createKey() stores every field', async ({ catalog, other }) => {
    const projectNo = await project(catalog);
    const keys = [
      keyRow({ id: 'k1', projectNo }),
      keyRow({ id: 'k2', projectNo, scope: 'admin', expiresAtMs: 50, lastUsedAtMs: 20, revokedAtMs: 30 }),
      keyRow({ id: 'k3', projectNo, addresses: ['10.0.0.0/8', '::1'], perMinute: 60 }),
    ];
    for (const key of keys) await catalog.createKey(key);
    expect(await other.findKey('k1')).toEqual(keys[0]!);
    expect(await other.findKey('k2')).toEqual(keys[1]!);
    expect(await other.findKey('k3')).toEqual(keys[2]!);
    expect(await other.findKey('toString')).toBeNull();
  });

  check('createKey() throws conflict when the id is taken', async ({ catalog }) => {
    const projectNo = await project(catalog);
    await catalog.createKey(keyRow({ projectNo }));
    await expect(catalog.createKey(keyRow({ projectNo }))).rejects.toMatchObject({ kind: 'conflict' });
  });

  check('listKeys() answers the keys of one project, oldest first', async ({ catalog }) => {
    const shop = await project(catalog);
    const blog = await project(catalog, 'blog');
    await catalog.createKey(keyRow({ id: 'b', projectNo: shop, createdAtMs: 1 }));
    await catalog.createKey(keyRow({ id: 'a', projectNo: shop, createdAtMs: 2 }));
    await catalog.createKey(keyRow({ id: 'c', projectNo: blog }));
    expect((await catalog.listKeys(shop)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await catalog.listKeys(999)).toEqual([]);
  });

  check('revokeKey() keeps the first time when it is called again', async ({ catalog }) => {
    const projectNo = await project(catalog);
    await catalog.createKey(keyRow({ projectNo }));
    await catalog.revokeKey(projectNo, 'k1', 100);
    await catalog.revokeKey(projectNo, 'k1', 200);
    expect((await catalog.findKey('k1'))?.revokedAtMs).toBe(100);
  });

  check('revokeKey() throws not_found when the key belongs to another project', async ({ catalog }) => {
    const shop = await project(catalog);
    const blog = await project(catalog, 'blog');
    await catalog.createKey(keyRow({ projectNo: shop }));
    await expect(catalog.revokeKey(blog, 'k1', 100)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await catalog.findKey('k1'))?.revokedAtMs).toBeNull();
  });

  check('removeKey() takes one key out with what was counted, of the project only', async (opened) => {
    const { catalog, other } = opened;
    const projectNo = await project(catalog);
    const blog = await project(catalog, 'blog');
    for (const id of ['k1', 'k2']) await catalog.createKey(keyRow({ id, projectNo }));
    await catalog.addKeyUsage(
      ['k1', 'k2'].map((keyId) => ({ keyId, day: 5, requests: 1, refused: 0 })),
      0,
    );
    await expect(catalog.removeKey(blog, 'k1')).rejects.toMatchObject({ kind: 'not_found' });
    await catalog.removeKey(projectNo, 'k1');
    await expect(catalog.removeKey(projectNo, 'k1')).rejects.toMatchObject({ kind: 'not_found' });
    expect(await other.findKey('k1')).toBeNull();
    expect((await other.listKeys(projectNo)).map(({ id }) => id)).toEqual(['k2']);
    expect((await other.listKeyUsage(projectNo, 0)).map(({ keyId }) => keyId)).toEqual(['k2']);
  });

  check('updateKey() changes what is given, of the project only', async ({ catalog, other }) => {
    const projectNo = await project(catalog);
    const blog = await project(catalog, 'blog');
    const key = keyRow({ projectNo, expiresAtMs: 50, perMinute: 5 });
    await catalog.createKey(key);
    const changed = await catalog.updateKey(projectNo, 'k1', { addresses: ['::1'], perMinute: null });
    expect(changed).toEqual({ ...key, addresses: ['::1'], perMinute: null });
    expect(await other.findKey('k1')).toEqual(changed);
    expect(await catalog.updateKey(projectNo, 'k1', {})).toEqual(changed);
    for (const change of [{ name: 'x' }, {}])
      await expect(catalog.updateKey(blog, 'k1', change)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await catalog.findKey('k1')).toEqual(changed);
  });

  check(
    'addKeyUsage() adds up by key and day, forgets old days, and leaves gone keys out',
    async (opened) => {
      const { catalog, other } = opened;
      const projectNo = await project(catalog);
      const blog = await project(catalog, 'blog');
      await catalog.createKey(keyRow({ projectNo }));
      await catalog.createKey(keyRow({ id: 'k2', projectNo: blog }));
      const use = (keyId: string, day: number, requests: number, refused = 0) => ({
        keyId,
        day,
        requests,
        refused,
      });
      await catalog.addKeyUsage([use('k1', 10, 5), use('k2', 10, 7), use('gone', 10, 9)], 1);
      await other.addKeyUsage([use('k1', 10, 2, 1), use('k1', 11, 3)], 1);
      await catalog.addKeyUsage([], 1);
      expect(await other.listKeyUsage(projectNo, 1)).toEqual([use('k1', 10, 7, 1), use('k1', 11, 3)]);
      expect(await catalog.listKeyUsage(projectNo, 11)).toEqual([use('k1', 11, 3)]);
      expect(await catalog.listKeyUsage(blog, 1)).toEqual([use('k2', 10, 7)]);
      await catalog.addKeyUsage([use('k1', 12, 1)], 11);
      expect(await catalog.listKeyUsage(projectNo, 1)).toEqual([use('k1', 11, 3), use('k1', 12, 1)]);
      await catalog.removeProject('shop');
      expect(await catalog.listKeyUsage(projectNo, 1)).toEqual([]);
    },
  );

  check('rotateWriteKey() keeps the old key for as long as asked, and few of them', async (opened) => {
    const { catalog, other } = opened;
    const projectNo = await project(catalog);
    await catalog.rotateWriteKey('shop', { writeKey: 'hw_2', atMs: 10, oldUntilMs: 100 });
    expect((await other.findProjectByWriteKey('hw_2'))?.id).toBe('shop');
    expect(await other.findProjectByWriteKey('hw_shop')).toBeNull();
    const old = { writeKey: 'hw_shop', projectNo, replacedAtMs: 10, expiresAtMs: 100 };
    expect(await other.findOldWriteKey('hw_shop')).toEqual(old);
    expect(await other.findOldWriteKey('hw_2')).toBeNull();
    expect(await other.listOldWriteKeys(projectNo, 99)).toEqual([old]);
    expect(await other.listOldWriteKeys(projectNo, 100)).toEqual([]);
    await catalog.rotateWriteKey('shop', { writeKey: 'hw_3', atMs: 20, oldUntilMs: null });
    const ended = { writeKey: 'hw_2', projectNo, replacedAtMs: 20, expiresAtMs: 0 };
    expect(await catalog.findOldWriteKey('hw_2')).toEqual(ended);
    expect(await catalog.listOldWriteKeys(projectNo, 20)).toEqual([old]);
    for (let n = 0; n < LIMITS.oldWriteKeys; n += 1)
      await catalog.rotateWriteKey('shop', { writeKey: `hw_${n + 4}`, atMs: 30 + n, oldUntilMs: 200 + n });
    const kept = await catalog.listOldWriteKeys(projectNo, 50);
    expect(kept).toHaveLength(LIMITS.oldWriteKeys);
    // What ends first had to end.
    expect(kept.map(({ writeKey }) => writeKey)).not.toContain('hw_shop');
    expect(await catalog.findOldWriteKey('hw_shop')).toEqual({ ...old, expiresAtMs: 0 });
    const none = catalog.rotateWriteKey('none', { writeKey: 'x', atMs: 1, oldUntilMs: 2 });
    await expect(none).rejects.toMatchObject({ kind: 'not_found' });
  });

  check(
    'rotateWriteKey() forgets the ended keys that were replaced first, and none that lets in',
    async (opened) => {
      const { catalog } = opened;
      const projectNo = await project(catalog);
      const blog = await project(catalog, 'blog');
      await catalog.rotateWriteKey('shop', { writeKey: 'hw_0', atMs: 1, oldUntilMs: 1_000 });
      await catalog.rotateWriteKey('blog', { writeKey: 'hw_b', atMs: 1, oldUntilMs: null });
      for (let n = 0; n <= LIMITS.endedWriteKeys; n += 1)
        await catalog.rotateWriteKey('shop', { writeKey: `hw_${n + 1}`, atMs: 10 + n, oldUntilMs: null });
      expect(await catalog.findOldWriteKey('hw_0')).toBeNull();
      for (let n = 1; n <= LIMITS.endedWriteKeys; n += 1)
        expect(await catalog.findOldWriteKey(`hw_${n}`)).toMatchObject({ projectNo, expiresAtMs: 0 });
      expect(await catalog.findOldWriteKey('hw_shop')).toMatchObject({ expiresAtMs: 1_000 });
      expect(await catalog.findOldWriteKey('hw_blog')).toMatchObject({ projectNo: blog });
    },
  );

  check('endOldWriteKey() ends one of the project, and removeProject() all', async ({ catalog }) => {
    const projectNo = await project(catalog);
    const blog = await project(catalog, 'blog');
    await catalog.rotateWriteKey('shop', { writeKey: 'hw_2', atMs: 10, oldUntilMs: 100 });
    await catalog.rotateWriteKey('shop', { writeKey: 'hw_3', atMs: 10, oldUntilMs: 100 });
    for (const [no, key] of [
      [blog, 'hw_shop'],
      [projectNo, 'hw_3'],
      [projectNo, 'toString'],
    ] as const)
      await expect(catalog.endOldWriteKey(no, key, 50)).rejects.toMatchObject({ kind: 'not_found' });
    await catalog.endOldWriteKey(projectNo, 'hw_shop', 50);
    await expect(catalog.endOldWriteKey(projectNo, 'hw_shop', 50)).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(catalog.endOldWriteKey(projectNo, 'hw_2', 100)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await catalog.listOldWriteKeys(projectNo, 1)).map(({ writeKey }) => writeKey)).toEqual(['hw_2']);
    await catalog.removeProject('shop');
    for (const key of ['hw_shop', 'hw_2']) expect(await catalog.findOldWriteKey(key)).toBeNull();
  });

  check('touchKey() notes the last use', async ({ catalog }) => {
    const projectNo = await project(catalog);
    await catalog.createKey(keyRow({ projectNo }));
    await catalog.touchKey('k1', 77);
    expect((await catalog.findKey('k1'))?.lastUsedAtMs).toBe(77);
  });
}

async function project(catalog: Catalog, id = 'shop'): Promise<number> {
  const facts = { name: id, origins: [], timeZone: 'UTC', createdAtMs: 1 };
  const { no } = await catalog.createProject({ id, writeKey: `hw_${id}`, ...facts });
  return no;
}

function keyRow(change: Partial<KeyRow> = {}): KeyRow {
  return {
    id: 'k1',
    projectNo: 1,
    name: 'Key',
    scope: 'read',
    hash: 'ab'.repeat(32),
    prefix: 'heat_r_k1…',
    addresses: [],
    perMinute: null,
    createdAtMs: 10,
    expiresAtMs: null,
    lastUsedAtMs: null,
    revokedAtMs: null,
    ...change,
  };
}
