// Opens recorded sessions: for their thread, which writes, and for commands that read.

import type { ReplayStore } from '../port-replays.ts';
import { openSqliteReplayStore } from '../sqlite/replay-store.ts';
import { migratedPath } from './migrated-path.ts';

/** Recorded sessions; one writer, their worker. `readonly` for everybody else. */
export async function openReplayStore(
  dataDir: string,
  options: { readonly?: boolean } = {},
): Promise<ReplayStore> {
  return openSqliteReplayStore(migratedPath(dataDir, 'replays'), options);
}
