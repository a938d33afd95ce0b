// Batches that were set aside, read and removed beside the applier's store, which alone puts them there.

import type { SetAsideKey, SetAsideRow, SetAsideStore } from '../port-set-aside.ts';
import { guarded, immediate, openReader, openWriter } from './connection.ts';

/** Opens `events.db`, which must have been migrated; `readonly` beside a running server. */
export async function openSqliteSetAsideStore(
  path: string,
  { readonly = false }: { readonly?: boolean } = {},
): Promise<SetAsideStore> {
  const db = readonly ? openReader(path) : openWriter(path);
  // What people sent leaves no trace in the file.
  if (!readonly) db.run('pragma secure_delete = on');
  return {
    async list(projectNo) {
      return guarded(() =>
        db
          .query<SetAsideRow, [number | null]>(
            `select journal_id as journalId, seq, project_no as projectNo, received_at_ms as receivedAtMs,
               event_count as eventCount, reason, length(cast(body as blob)) as bytes
             from set_aside
             where ?1 is null or project_no = ?1
             order by received_at_ms, journal_id, seq`,
          )
          .all(projectNo),
      );
    },
    async read({ journalId, seq }) {
      const select = db.query<{ body: string }, [string, number]>(
        'select body from set_aside where journal_id = ? and seq = ?',
      );
      return guarded(() => select.get(journalId, seq)?.body ?? null);
    },
    async remove(keys: readonly SetAsideKey[]) {
      const drop = db.query<unknown, [string, number]>(
        'delete from set_aside where journal_id = ? and seq = ?',
      );
      const work = () => keys.reduce((sum, { journalId, seq }) => sum + drop.run(journalId, seq).changes, 0);
      return guarded(() => immediate(db, work));
    },
    async close() {
      db.close();
    },
  };
}
