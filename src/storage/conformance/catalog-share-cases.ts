// The part of the catalog suite that is about share links.

import { expect } from 'bun:test';
import type { ShareRow } from '../port-shares.ts';
import type { CatalogCheck } from './catalog-opener.ts';

const project = (id: string) => ({
  ...{ id, name: id, origins: [], timeZone: 'UTC', writeKey: `heat_w_${id}`, createdAtMs: 1 },
});
const share = (more: Partial<ShareRow>): ShareRow => ({
  ...{ id: 's1', hash: 'h1', projectNo: 1, name: 'Numbers', passwordHash: null, createdBy: 'user:u1' },
  question: { target: { view: 'overview' }, scope: { period: '7d', filter: ['country:is:DE'] } },
  ...{ createdAtMs: 1, expiresAtMs: 10, openedAtMs: null },
  ...more,
});

export function catalogShareCases(check: CatalogCheck): void {
  check('createShare() stores every field, found by id and by hash at once', async ({ catalog, other }) => {
    const { no } = await catalog.createProject(project('shop'));
    const rows = [
      share({ projectNo: no }),
      share({ projectNo: no, id: 's2', hash: 'h2', passwordHash: '$argon2id$x', createdAtMs: 2 }),
    ];
    for (const row of rows) await catalog.createShare(row);
    expect(await other.listShares(no)).toEqual(rows.toReversed());
    expect(await other.listShares(no + 1)).toEqual([]);
    expect(await other.findShare('s1')).toEqual(rows[0] as ShareRow);
    expect(await other.findShareByHash('h2')).toEqual(rows[1] as ShareRow);
    expect([await other.findShare('h1'), await other.findShareByHash('s1')]).toEqual([null, null]);
  });

  check(
    'removeShare() takes one of its own project, touchShare() notes, pruneShares() takes the ended',
    async (opened) => {
      const { catalog } = opened;
      const shop = await catalog.createProject(project('shop'));
      const blog = await catalog.createProject(project('blog'));
      for (const [at, id] of ['s1', 's2', 's3'].entries())
        await catalog.createShare(share({ projectNo: shop.no, id, hash: id, expiresAtMs: 10 + at }));
      await catalog.touchShare('s2', 7);
      await catalog.touchShare('nobody', 7);
      expect((await catalog.findShare('s2'))?.openedAtMs).toBe(7);
      await expect(catalog.removeShare(blog.no, 's1')).rejects.toMatchObject({ kind: 'not_found' });
      await catalog.removeShare(shop.no, 's1');
      await expect(catalog.removeShare(shop.no, 's1')).rejects.toMatchObject({ kind: 'not_found' });
      await catalog.pruneShares(12);
      expect((await catalog.listShares(shop.no)).map(({ id }) => id)).toEqual(['s3']);
      await catalog.removeProject('shop');
      expect(await catalog.findShare('s3')).toBeNull();
    },
  );
}
