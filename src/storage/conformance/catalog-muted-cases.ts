// The part of the catalog suite that is about muted elements.

import { expect } from 'bun:test';
import type { Catalog, MutedElementRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogMutedCases(check: CatalogCheck): void {
  check('muteElement() stores every field once, seen by others at once', async ({ catalog, other }) => {
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const rows = [
      muted({ projectNo: shop, element: 2 ** 51, mutedAtMs: 1 }),
      muted({ projectNo: shop, element: 5, mutedAtMs: 3 }),
      muted({ projectNo: shop, element: 5, kind: 'dead', mutedAtMs: 2 }),
      muted({ projectNo: blog, element: 5 }),
    ];
    for (const row of rows) await catalog.muteElement(row);
    await catalog.muteElement(muted({ projectNo: shop, element: 5, mutedAtMs: 9, label: 'again' }));
    expect(await other.listMutedElements(shop)).toEqual([rows[1]!, rows[2]!, rows[0]!]);
    expect(await other.listMutedElements(999)).toEqual([]);
  });

  check(
    'unmuteElement() takes one kind of one project away, and throws not_found otherwise',
    async (opened) => {
      const { catalog } = opened;
      const [shop, blog] = [await project(catalog, 'shop'), await project(catalog, 'blog')];
      for (const projectNo of [shop, blog]) await catalog.muteElement(muted({ projectNo }));
      await catalog.muteElement(muted({ projectNo: shop, kind: 'dead' }));
      await catalog.unmuteElement(shop, 7, 'rage');
      expect((await catalog.listMutedElements(shop)).map(({ kind }) => kind)).toEqual(['dead']);
      expect(await catalog.listMutedElements(blog)).toHaveLength(1);
      await expect(catalog.unmuteElement(shop, 7, 'rage')).rejects.toMatchObject({ kind: 'not_found' });
      await expect(catalog.unmuteElement(shop, 8, 'dead')).rejects.toMatchObject({ kind: 'not_found' });
    },
  );

  check('removeProject() takes its muted elements with it', async ({ catalog }) => {
    const projectNo = await project(catalog, 'shop');
    await catalog.muteElement(muted({ projectNo }));
    await catalog.removeProject('shop');
    expect(await catalog.listMutedElements(projectNo)).toEqual([]);
  });
}

async function project(catalog: Catalog, id: string): Promise<number> {
  const draft = { id, name: id, origins: [], timeZone: 'UTC', writeKey: `hw_${id}`, createdAtMs: 1 };
  return (await catalog.createProject(draft)).no;
}

function muted(given: Partial<MutedElementRow>): MutedElementRow {
  return {
    projectNo: 1,
    element: 7,
    kind: 'rage',
    label: 'button#plus',
    mutedBy: 'terminal',
    mutedAtMs: 1,
    ...given,
  };
}
