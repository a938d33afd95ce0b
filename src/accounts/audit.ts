// Reads the log of administrative acts. It is written where the acts are done.

import type { Page } from '../contract/api.ts';
import type { AuditEntry } from '../contract/audit.ts';
import type { Catalog } from '../storage/port-catalog.ts';

export type Audit = {
  /** Newest first, those before `beforeId`. The cursor is the id to go on before. */
  listAudit(question: { beforeId: number | null; limit: number }): Promise<Page<AuditEntry>>;
};

export function createAudit({ catalog }: { catalog: Catalog }): Audit {
  return {
    async listAudit({ beforeId, limit }) {
      const { rows, total } = await catalog.listAudit({ beforeId, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const emails = await emailsOf(
        catalog,
        shown.flatMap(({ actor, target }) => [actor, target]),
      );
      const nameOf = (name: string) => emails.get(name) ?? name;
      const items = shown.map((row) => ({
        ...row,
        actorName: nameOf(row.actor),
        targetName: nameOf(row.target),
      }));
      const last = shown.at(-1);
      return { items, total, nextCursor: rows.length > limit && last ? String(last.id) : null };
    },
  };
}

async function emailsOf(catalog: Catalog, names: readonly string[]): Promise<Map<string, string>> {
  const emails = new Map<string, string>();
  for (const name of new Set(names)) {
    if (!name.startsWith('user:')) continue;
    const user = await catalog.findUser(name.slice('user:'.length));
    if (user) emails.set(name, user.email);
  }
  return emails;
}
