import { expect, test } from 'bun:test';
import type { Catalog } from '../storage/port-catalog.ts';
import { createCatalogCache } from './catalog-cache.ts';

test('createCatalogCache() keeps no row that was read before somebody wrote', async () => {
  let version = 1;
  const slow = Promise.withResolvers<string>();
  const loads: (() => Promise<string>)[] = [() => slow.promise, async () => 'other', async () => 'revoked'];
  const catalog = { version: async () => version } as Catalog;
  const cached = createCatalogCache(catalog, () => loads.shift()!());
  const early = cached('key');
  await new Promise(setImmediate);
  version = 2;
  expect(await cached('another')).toBe('other');
  slow.resolve('live');
  expect(await early).toBe('live');
  expect(await cached('key')).toBe('revoked');
  expect(await cached('key')).toBe('revoked');
});
