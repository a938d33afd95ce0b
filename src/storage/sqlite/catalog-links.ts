// The one-time links of the catalog: given out once, then gone.

import { and, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { links } from './schema-catalog.ts';

type LinkMethods = Pick<Catalog, 'createLink' | 'takeLink' | 'removeLinks'>;

export function catalogLinks(orm: BunSQLiteDatabase, guarded: Guard): LinkMethods {
  return {
    async createLink({ hash, purpose, userId, expiresAtMs }) {
      const values = { hash, purpose, userId, expiresAtMs };
      guarded(() => orm.insert(links).values(values).run(), 'Cannot create the link: its token is taken');
    },
    async takeLink(hash, purpose, atMs) {
      const wanted = and(eq(links.hash, hash), eq(links.purpose, purpose));
      const link = guarded(() => orm.delete(links).where(wanted).returning().get());
      return link && link.expiresAtMs > atMs ? link : null;
    },
    async removeLinks(purpose) {
      guarded(() => orm.delete(links).where(eq(links.purpose, purpose)).run());
    },
  };
}
