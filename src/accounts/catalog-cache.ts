// Rows of the catalog kept in memory until anybody writes to it, another process included.
// So a revoked key is refused on the very next request, and an unchanged one costs no query.

import { LIMITS } from '../contract/limits.ts';
import type { Catalog } from '../storage/port-catalog.ts';

export type CatalogCache<T> = (id: string) => Promise<T | null>;

/** Remembers what `load` found or did not find; at most LIMITS.catalogCacheEntries, least recently used go first. */
export function createCatalogCache<T>(
  catalog: Catalog,
  load: (id: string) => Promise<T | null>,
): CatalogCache<T> {
  const rows = new Map<string, T | null>();
  let version = Number.NaN;
  return async (id) => {
    const now = await catalog.version();
    if (now !== version) {
      rows.clear();
      version = now;
    }
    const known = rows.get(id);
    if (known !== undefined) {
      rows.delete(id);
      rows.set(id, known);
      return known;
    }
    const row = await load(id);
    // Somebody wrote meanwhile, and another call has seen it: this row may be of before.
    if (now !== version) return row;
    if (rows.size >= LIMITS.catalogCacheEntries) rows.delete(rows.keys().next().value!);
    rows.set(id, row);
    return row;
  };
}
