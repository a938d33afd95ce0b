// A file that is there while a restore exchanges the data files. If the process dies then, files of two states may lie
// side by side: nobody may open them, and the restore is run again.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeatError } from '../../lib/errors.ts';
import { syncToDisk } from './disk.ts';

export type MarkerPaths = { restoring: string };

/** Throws `conflict` (restore_unfinished) when a restore of this data directory is running or was cut short. */
export function refuseUnfinishedRestore(paths: MarkerPaths): void {
  if (!isRestoreUnfinished(paths)) return;
  throw new HeatError({
    kind: 'conflict',
    code: 'restore_unfinished',
    message: `Cannot use this data directory: a restore into it was not finished ("${paths.restoring}")`,
    hint: 'Run "heat restore" again; it goes on where it stopped.',
  });
}

export function isRestoreUnfinished(paths: MarkerPaths): boolean {
  return existsSync(paths.restoring);
}

export function markRestoring(paths: MarkerPaths, backup: string): void {
  writeFileSync(paths.restoring, `${backup}\n`, { mode: 0o600 });
  syncToDisk(paths.restoring);
  syncToDisk(dirname(paths.restoring));
}

export function unmarkRestoring(paths: MarkerPaths): void {
  rmSync(paths.restoring, { force: true });
  syncToDisk(dirname(paths.restoring));
}
