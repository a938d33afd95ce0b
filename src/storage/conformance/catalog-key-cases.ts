// The part of the catalog suite that is about API keys.

import { expect } from 'bun:test';
import type { Catalog, KeyRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogKeyCases(check: CatalogCheck): void {
  check('createKey() stores every field', async ({ catalog, other }) => {
    const projectNo = await project(catalog);
    const keys = [
      keyRow({ id: 'k1', projectNo }),
      keyRow({ id: 'k2', projectNo, scope: 'admin', expiresAtMs: 50, lastUsedAtMs: 20, revokedAtMs: 30 }),
    ];
    for (const key of keys) await catalog.createKey(key);
    expect(await other.findKey('k1')).toEqual(keys[0]!);
    expect(await other.findKey('k2')).toEqual(keys[1]!);
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
    createdAtMs: 10,
    expiresAtMs: null,
    lastUsedAtMs: null,
    revokedAtMs: null,
    ...change,
  };
}
