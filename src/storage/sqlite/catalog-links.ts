// The one-time links of the catalog: given out once, then gone.

import { and, eq, gt } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import type { Catalog } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { setPassword } from './catalog-users.ts';
import { links } from './schema-catalog.ts';

type LinkMethods = Pick<Catalog, 'createLink' | 'findLink' | 'takeLink' | 'removeLinks' | 'usePasswordLink'>;

export function catalogLinks(orm: BunSQLiteDatabase, guarded: Guard): LinkMethods {
  return {
    async createLink({ hash, purpose, userId, expiresAtMs }) {
      const values = { hash, purpose, userId, expiresAtMs };
      const work = () =>
        orm.transaction(
          (tx) => {
            if (purpose === 'password' && userId !== null)
              tx.delete(links)
                .where(and(eq(links.purpose, purpose), eq(links.userId, userId)))
                .run();
            tx.insert(links).values(values).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work, 'Cannot create the link: its token is taken');
    },
    async findLink(hash, purpose, atMs) {
      const wanted = and(eq(links.hash, hash), eq(links.purpose, purpose), gt(links.expiresAtMs, atMs));
      return guarded(() => orm.select().from(links).where(wanted).get() ?? null);
    },
    async takeLink(hash, purpose, atMs) {
      const wanted = and(eq(links.hash, hash), eq(links.purpose, purpose));
      const link = guarded(() => orm.delete(links).where(wanted).returning().get());
      return link && link.expiresAtMs > atMs ? link : null;
    },
    async removeLinks(purpose) {
      guarded(() => orm.delete(links).where(eq(links.purpose, purpose)).run());
    },
    async usePasswordLink({ hash, passwordHash, atMs }) {
      const wanted = and(eq(links.hash, hash), eq(links.purpose, 'password'), gt(links.expiresAtMs, atMs));
      const work = () =>
        orm.transaction(
          (tx) => {
            const link = tx.delete(links).where(wanted).returning().get();
            return link?.userId ? setPassword(tx, link.userId, passwordHash) : null;
          },
          { behavior: 'immediate' },
        );
      return guarded(work);
    },
  };
}
