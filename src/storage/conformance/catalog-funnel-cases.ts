// The part of the catalog suite that is about saved funnels.

import { expect } from 'bun:test';
import type { FunnelRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogFunnelCases(check: CatalogCheck): void {
  check(
    'funnels are kept with every field, in order, for their own project alone',
    async ({ catalog, other }) => {
      const draft = { origins: [], timeZone: 'UTC', createdAtMs: 1 };
      const { no: shop } = await catalog.createProject({
        id: 'shop',
        name: 'Shop',
        writeKey: 'w1',
        ...draft,
      });
      const { no: blog } = await catalog.createProject({
        id: 'blog',
        name: 'Blog',
        writeKey: 'w2',
        ...draft,
      });
      const late = funnel({ projectNo: shop, id: 'f2', name: 'B', position: 5, archivedAtMs: 7 });
      const early = funnel({ projectNo: shop });
      await catalog.createFunnel(late);
      await catalog.createFunnel(early);
      await catalog.createFunnel(funnel({ projectNo: blog, id: 'f3' }));
      expect(await other.listFunnels(shop)).toEqual([early, late]);
      await expect(catalog.createFunnel(funnel({ projectNo: shop, id: 'f4' }))).rejects.toMatchObject({
        kind: 'conflict',
      });
      expect(
        await catalog.updateFunnel(shop, 'f2', { position: 0, archivedAtMs: null, updatedAtMs: 9 }),
      ).toEqual({
        ...late,
        ...{ position: 0, archivedAtMs: null, updatedAtMs: 9 },
      });
      for (const [no, id] of [
        [blog, 'f1'],
        [shop, 'nothing'],
      ] as const) {
        await expect(catalog.updateFunnel(no, id, { name: 'X' })).rejects.toMatchObject({
          kind: 'not_found',
        });
        await expect(catalog.removeFunnel(no, id)).rejects.toMatchObject({ kind: 'not_found' });
      }
      await catalog.removeFunnel(shop, 'f1');
      await catalog.removeProject('blog');
      expect(await other.listFunnels(blog)).toEqual([]);
      expect((await other.listFunnels(shop)).map(({ id }) => id)).toEqual(['f2']);
    },
  );
}

function funnel(change: Partial<FunnelRow>): FunnelRow {
  return {
    ...{ id: 'f1', projectNo: 1, name: 'A', position: 1, createdBy: 'terminal' },
    definition: {
      steps: [
        { type: 'page', match: 'is', value: '/' },
        { type: 'event', name: 'buy' },
      ],
      ...{ windowMs: 1000, order: 'loose', unit: 'session' },
    },
    ...{ createdAtMs: 1, updatedAtMs: 2, archivedAtMs: null },
    ...change,
  };
}
