// Opens batches that were set aside, and puts them back into the journal, to be applied as if they came now.

import type { JournalEntry } from '../port-journal.ts';
import type { SetAsideRow, SetAsideStore } from '../port-set-aside.ts';
import { openSqliteSetAsideStore } from '../sqlite/set-aside-store.ts';
import { openApplyStore } from './apply-store.ts';
import { openJournalStore } from './journal-store.ts';
import { migratedPath } from './migrated-path.ts';

/** `readonly` beside a running server; else the caller holds the lock of the data directory. */
export async function openSetAsideStore(
  dataDir: string,
  options: { readonly?: boolean } = {},
): Promise<SetAsideStore> {
  return openSqliteSetAsideStore(migratedPath(dataDir, 'events'), options);
}

/**
 * Into the journal first, away from here then: killed between the two, a batch is in both, and is stored once all the
 * same, as events that come twice are. The next server applies them, or sets them aside anew.
 */
export async function retrySetAside(
  dataDir: string,
  store: SetAsideStore,
  rows: readonly SetAsideRow[],
): Promise<number> {
  const journal = await openJournalStore(dataDir);
  try {
    // What is applied already must not be given out as a place in the journal again.
    const applied = await openApplyStore(dataDir);
    await journal.skipTo(await applied.position(await journal.id()));
    await applied.close();
    for (const row of rows) {
      const { projectNo, receivedAtMs, eventCount } = row;
      const body = await store.read(row);
      if (body === null) continue;
      const entry: JournalEntry = { projectNo, receivedAtMs, eventCount, body };
      await journal.append([entry]);
    }
  } finally {
    await journal.close();
  }
  return store.remove(rows);
}
