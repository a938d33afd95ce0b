// Opens the stores. The only place that knows which engine is behind a port; what worker threads open lies in open/,
// so that a thread loads the engine of its own files and no other.

import { resolve } from 'node:path';
import { LIMITS } from '../contract/limits.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { dataPaths, prepareDataDirectory } from '../lib/data-directory.ts';
import { freeReserve, keepReserve } from '../lib/reserve-file.ts';
import { migratedPath } from './open/migrated-path.ts';
import type { ReportStore } from './port.ts';
import type { Catalog } from './port-catalog.ts';
import type { SnapshotStore } from './port-snapshots.ts';
import { type BackupReport, backupAll } from './sqlite/backup-data.ts';
import { openSqliteCatalog } from './sqlite/catalog-store.ts';
import { quickCheck } from './sqlite/check.ts';
import { type DirectoryLock, findAddress, heldLock, type ServerAddress, takeLock } from './sqlite/lock.ts';
import {
  examine,
  type FileMigration,
  fileStatus,
  type MigrationStatus,
  type MigrationTarget,
  migrateFile,
} from './sqlite/migrate.ts';
import { DATA_FILES, type DataFile, migrationSteps } from './sqlite/migrate-steps.ts';
import { openSqliteReportStore } from './sqlite/report-pool.ts';
import { type RestoreReport, restoreAll } from './sqlite/restore-data.ts';
import { refuseUnfinishedRestore } from './sqlite/restore-marker.ts';
import { openSqliteSnapshotStore } from './sqlite/snapshot-store.ts';

export type MigrationReport = {
  files: FileMigration[];
  /** Paths of files that deserved a check after an unclean stop and got none, because they are too large. */
  unchecked: string[];
};
export type { BackupReport, DirectoryLock, FileMigration, MigrationStatus, RestoreReport };

/**
 * Keeps every other server out of the data directory until release() or the end of the process.
 * Creates the directory when it is missing, and the reserve for a full disk when there is room. Throws `conflict` "already running (pid …)".
 */
export function lockDataDirectory(dataDir: string): DirectoryLock {
  prepareDataDirectory(dataDir);
  const paths = dataPaths(dataDir);
  const lock = takeLock(paths);
  keepReserve(paths.reserve);
  return lock;
}

/** Where the server on this data answers, or null when none said so. One that was killed is still named. */
export function findServer(dataDir: string): ServerAddress | null {
  return findAddress(dataPaths(dataDir));
}

/**
 * Brings all files to this heat's version, with a backup of each file that has contents; does nothing when all are
 * current. After an unclean stop the files are checked first, within a time budget. Throws HeatError when a file is
 * foreign, newer or damaged, and `conflict` when there is work to do while another process runs on it.
 */
export async function migrate(
  dataDir: string,
  options: { clock?: Clock; assetsRoot?: string } = {},
): Promise<MigrationReport> {
  prepareDataDirectory(dataDir);
  const clock = options.clock ?? systemClock;
  const paths = dataPaths(dataDir);
  refuseUnfinishedRestore(paths);
  const targets = migrationTargets(dataDir, options.assetsRoot);
  const isCurrent = targets.every((target) => examine(target).pending.length === 0);
  const borrowed = isCurrent || heldLock(paths) ? null : takeLock(paths);
  try {
    const unchecked = checkAfterCrash(heldLock(paths), targets, clock);
    const files = targets.map((target) => migrateFile(target, { backups: paths.backups, clock }));
    return { files, unchecked };
  } finally {
    borrowed?.release();
  }
}

/** Versions of all files, and why one of them cannot be opened. Creates nothing. */
export async function migrationStatus(
  dataDir: string,
  options: { assetsRoot?: string } = {},
): Promise<MigrationStatus[]> {
  return migrationTargets(dataDir, options.assetsRoot).map(fileStatus);
}

/**
 * Copies all data files into a new folder heat-backup-<time> inside `to` (default: backups/ of the data directory), a
 * server may work on them meanwhile. Everything answered before the call is in it, the salt never, the secret on
 * request. With `keep` only so many finished backups, this one included, stay in `to`. Synchronous and slow: for a process of its own. Throws `not_found`, `conflict` or `unavailable`; then there is no backup.
 */
export async function backupData(
  dataDir: string,
  options: { to?: string; withSecret?: boolean; keep?: number | null; clock?: Clock } = {},
): Promise<BackupReport> {
  const paths = dataPaths(dataDir);
  const { to = paths.backups, withSecret = false, keep = null, clock = systemClock } = options;
  return backupAll({ paths, to: resolve(to), withSecret, keep, clock });
}

/**
 * Verifies the backup in folder `from` and puts it in the place of the data files; those that were there are moved to
 * backups/replaced-<time>. Throws `conflict` when a server runs, for a newer or foreign backup and, unless `isForced`,
 * when there is data; `unavailable` for a damaged backup or without room. Then nothing was changed.
 */
export async function restoreData(
  from: string,
  dataDir: string,
  options: { isForced?: boolean; clock?: Clock; assetsRoot?: string } = {},
): Promise<RestoreReport> {
  const { isForced = false, clock = systemClock, assetsRoot } = options;
  const paths = dataPaths(dataDir);
  const prepare = () => prepareDataDirectory(dataDir);
  const stepsOf = (file: DataFile) => migrationSteps(file, assetsRoot);
  return restoreAll({ from: resolve(from), paths, prepare, isForced, stepsOf, clock });
}

/** Accounts and projects. Throws `unavailable` (not_migrated) unless migrate() has been there. */
export async function openCatalog(dataDir: string): Promise<Catalog> {
  const { reserve } = dataPaths(dataDir);
  return openSqliteCatalog(migratedPath(dataDir, 'catalog'), { makeRoom: () => freeReserve(reserve) });
}

/** Makes the reserve for a full disk again once there is room; true when it is there. Never throws. */
export function renewReserve(dataDir: string): boolean {
  return keepReserve(dataPaths(dataDir).reserve, LIMITS.reserveBytes, LIMITS.reserveRenewRoom);
}

/** Reports. With `spawnWorker` they run in query workers under a time limit, else on the calling thread. */
export async function openReportStore(
  dataDir: string,
  options: { spawnWorker?: () => Worker } = {},
): Promise<ReportStore> {
  return openSqliteReportStore(migratedPath(dataDir, 'events'), options);
}

/** Page snapshots; one writer, the server. `readonly` for everybody else. */
export async function openSnapshotStore(
  dataDir: string,
  options: { readonly?: boolean } = {},
): Promise<SnapshotStore> {
  return openSqliteSnapshotStore(migratedPath(dataDir, 'snapshots'), options);
}

function checkAfterCrash(
  lock: DirectoryLock | null,
  targets: readonly MigrationTarget[],
  clock: Clock,
): string[] {
  if (!lock || lock.lastStopWasClean) return [];
  const deadlineMs = clock.monotonicMs() + LIMITS.quickCheckMs;
  const unchecked = targets.filter(({ path }) => !quickCheck(path, { deadlineMs, clock }));
  lock.confirmChecked();
  return unchecked.map(({ path }) => path);
}

function migrationTargets(dataDir: string, root?: string): MigrationTarget[] {
  const paths = dataPaths(dataDir);
  return DATA_FILES.map((file) => ({ file, path: paths[file], steps: migrationSteps(file, root) }));
}
