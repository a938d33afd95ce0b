// Opens the journal: for the server, which appends, and for the applier's thread, which reads.

import { dataPaths } from '../../lib/data-directory.ts';
import { isReserveKept } from '../../lib/reserve-file.ts';
import type { JournalEntry, JournalStore } from '../port-journal.ts';
import { type Durability, diskFull } from '../sqlite/connection.ts';
import { openSqliteJournalStore } from '../sqlite/journal-store.ts';
import { migratedPath } from './migrated-path.ts';

/**
 * The journal; `readonly` for the applier. Once the reserve was given to the catalog, append() refuses with
 * `storage_full` until renewReserve() has made it again: else events would eat what signing in and revoking need.
 */
export async function openJournalStore(
  dataDir: string,
  options: { readonly?: boolean; durability?: Durability } = {},
): Promise<JournalStore> {
  const store = await openSqliteJournalStore(migratedPath(dataDir, 'journal'), options);
  const { reserve } = dataPaths(dataDir);
  if (options.readonly || !isReserveKept(reserve)) return store;
  const append = async (entries: readonly JournalEntry[]): Promise<number> => {
    if (!isReserveKept(reserve)) throw diskFull();
    return store.append(entries);
  };
  return { ...store, append };
}
