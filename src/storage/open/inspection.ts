// Looks at a data directory for its operator: who works on it, are its files sound, what is in them, which backups lie
// in a folder. Changes nothing, and works beside a running server and without one.

import { existsSync } from 'node:fs';
import { LIMITS } from '../../contract/limits.ts';
import type { Clock } from '../../lib/clock.ts';
import { dataPaths } from '../../lib/data-directory.ts';
import { HeatError } from '../../lib/errors.ts';
import type { BackupFolder, FileCheck, StoredFacts } from '../port-inspection.ts';
import { findBackups } from '../sqlite/backup-folder.ts';
import { quickCheck } from '../sqlite/check.ts';
import { inspectStored } from '../sqlite/inspect-data.ts';
import { lockState } from '../sqlite/lock.ts';
import { DATA_FILES } from '../sqlite/migrate-steps.ts';
import { migratedPath } from './migrated-path.ts';

/** `held` while a server works on it; `unclean` when the last one was killed or lost power. Throws what the disk says. */
export function serverOn(dataDir: string): 'free' | 'held' | 'unclean' {
  return lockState(dataPaths(dataDir));
}

/** Each data file looked through for damage, within LIMITS.doctorCheckMs together. Never throws. */
export function checkFiles(dataDir: string, clock: Clock): FileCheck[] {
  const paths = dataPaths(dataDir);
  const deadlineMs = clock.monotonicMs() + LIMITS.doctorCheckMs;
  return DATA_FILES.map((file): FileCheck => {
    if (!existsSync(paths[file])) return { file, state: 'missing', problem: null };
    try {
      const isChecked = quickCheck(paths[file], { deadlineMs, clock });
      return { file, state: isChecked ? 'sound' : 'unchecked', problem: null };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isDamaged = error instanceof HeatError && error.faultCode === 'storage_damaged';
      return { file, state: isDamaged ? 'damaged' : 'unchecked', problem };
    }
  });
}

/** What waits, what was set aside, whose events there are. Throws `unavailable` unless the files are of this version. */
export function inspect(dataDir: string, sinceMs: number): StoredFacts {
  const path = (file: 'journal' | 'events') => migratedPath(dataDir, file);
  return inspectStored({ journal: path('journal'), events: path('events') }, sinceMs);
}

/** Finished backups in a folder, newest first; none when there is no such folder. */
export function backupsIn(folder: string): BackupFolder[] {
  return findBackups(folder);
}
