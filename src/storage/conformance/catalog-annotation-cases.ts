// The part of the catalog suite that is about annotations.

import { expect } from 'bun:test';
import type { AnnotationRow, Catalog } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

const ALL = { fromMs: 0, toMs: 9e15, limit: 100 };

export function catalogAnnotationCases(check: CatalogCheck): void {
  check('listAnnotations() gives those of a range in order of time', async ({ catalog, other }) => {
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const rows = [annotation(shop, 'b', 20), annotation(shop, 'a', 20), annotation(shop, 'c', 10)];
    for (const row of [...rows, annotation(blog, 'd', 15)]) await catalog.createAnnotation(row);
    expect(await other.listAnnotations(shop, ALL)).toEqual([rows[2]!, rows[1]!, rows[0]!]);
    expect(await other.listAnnotations(shop, { ...ALL, limit: 1 })).toEqual([rows[2]!]);
    expect(await other.listAnnotations(shop, { ...ALL, fromMs: 10, toMs: 20 })).toEqual([rows[2]!]);
    expect(await other.countAnnotations(shop)).toBe(3);
  });

  check('removeAnnotation() removes one of its own project alone', async ({ catalog }) => {
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    await catalog.createAnnotation(annotation(shop, 'a', 1));
    await expect(catalog.removeAnnotation(blog, 'a')).rejects.toMatchObject({ kind: 'not_found' });
    await catalog.removeAnnotation(shop, 'a');
    expect(await catalog.listAnnotations(shop, ALL)).toEqual([]);
    await expect(catalog.removeAnnotation(shop, 'a')).rejects.toMatchObject({ kind: 'not_found' });
  });

  check('removeProject() takes its annotations along', async ({ catalog }) => {
    const shop = await project(catalog, 'shop');
    await catalog.createAnnotation(annotation(shop, 'a', 1));
    await catalog.removeProject('shop');
    expect(await catalog.countAnnotations(shop)).toBe(0);
  });
}

function annotation(projectNo: number, id: string, atMs: number): AnnotationRow {
  return { id, projectNo, atMs, text: `deploy ${id}`, createdBy: 'terminal', createdAtMs: 5 };
}

async function project(catalog: Catalog, id: string): Promise<number> {
  const facts = { name: id, origins: [], timeZone: 'UTC', createdAtMs: 1 };
  const { no } = await catalog.createProject({ id, writeKey: `hw_${id}`, ...facts });
  return no;
}
