// The part of the catalog suite that is about saved filters.

import { expect } from 'bun:test';
import type { Catalog, SegmentRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogSegmentCases(check: CatalogCheck): void {
  check('createSegment() stores every field, seen by others at once', async ({ catalog, other }) => {
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const segments = [
      segment({ projectNo: shop, id: 's2', name: 'Buyers', filters: ['event:is:purchase', 'page:is:/a:b'] }),
      segment({ projectNo: shop, id: 's1', name: 'Angry' }),
      segment({ projectNo: blog, id: 's3', name: 'Buyers' }),
    ];
    for (const one of segments) await catalog.createSegment(one);
    expect(await other.listSegments(shop)).toEqual([segments[1]!, segments[0]!]);
    expect(await other.listSegments(999)).toEqual([]);
  });

  check('createSegment() throws conflict when the project has one of that name', async ({ catalog }) => {
    const projectNo = await project(catalog, 'shop');
    await catalog.createSegment(segment({ projectNo }));
    const same = catalog.createSegment(segment({ projectNo, id: 's2' }));
    await expect(same).rejects.toMatchObject({ kind: 'conflict' });
    expect(await catalog.listSegments(projectNo)).toHaveLength(1);
  });

  check('updateSegment() changes what is given, of its own project alone', async ({ catalog }) => {
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const first = segment({ projectNo: shop });
    await catalog.createSegment(first);
    await catalog.createSegment(segment({ projectNo: shop, id: 's2', name: 'Other' }));
    expect(await catalog.updateSegment(shop, 's1', { name: 'New', updatedAtMs: 9 })).toEqual({
      ...first,
      name: 'New',
      updatedAtMs: 9,
    });
    const changed = await catalog.updateSegment(shop, 's1', { filters: ['os:is:iOS'], updatedAtMs: 10 });
    expect(changed).toMatchObject({ name: 'New', filters: ['os:is:iOS'] });
    const foreign = catalog.updateSegment(blog, 's1', { name: 'Mine', updatedAtMs: 11 });
    await expect(foreign).rejects.toMatchObject({ kind: 'not_found' });
    const same = catalog.updateSegment(shop, 's1', { name: 'Other', updatedAtMs: 12 });
    await expect(same).rejects.toMatchObject({ kind: 'conflict' });
  });

  check(
    'removeSegment() removes its own project alone, and projects take theirs along',
    async ({ catalog }) => {
      const shop = await project(catalog, 'shop');
      const blog = await project(catalog, 'blog');
      await catalog.createSegment(segment({ projectNo: shop }));
      await catalog.createSegment(segment({ projectNo: shop, id: 's2', name: 'Other' }));
      await expect(catalog.removeSegment(blog, 's1')).rejects.toMatchObject({ kind: 'not_found' });
      await catalog.removeSegment(shop, 's1');
      expect((await catalog.listSegments(shop)).map(({ id }) => id)).toEqual(['s2']);
      await catalog.removeProject('shop');
      expect(await catalog.listSegments(shop)).toEqual([]);
    },
  );
}

async function project(catalog: Catalog, id: string): Promise<number> {
  const facts = { name: id, origins: [], timeZone: 'UTC', createdAtMs: 1 };
  const { no } = await catalog.createProject({ id, writeKey: `hw_${id}`, ...facts });
  return no;
}

function segment(change: Partial<SegmentRow> = {}): SegmentRow {
  return {
    ...{ id: 's1', projectNo: 1, name: 'Segment', filters: ['device:is:mobile'] },
    ...{ createdBy: 'terminal', createdAtMs: 5, updatedAtMs: 5 },
    ...change,
  };
}
