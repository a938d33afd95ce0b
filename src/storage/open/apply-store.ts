// Opens rows and rollups for writing: the applier's thread alone.

import type { ApplyStore } from '../port-apply.ts';
import type { ForgettingStore } from '../port-forgetting.ts';
import { openSqliteApplyStore } from '../sqlite/apply-store.ts';
import type { Durability } from '../sqlite/connection.ts';
import { migratedPath } from './migrated-path.ts';

/** Rows and rollups, for the applier's worker, the only writer of the events file. */
export async function openApplyStore(
  dataDir: string,
  options: { durability?: Durability } = {},
): Promise<ApplyStore & ForgettingStore> {
  return openSqliteApplyStore(migratedPath(dataDir, 'events'), options);
}
