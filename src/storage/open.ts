// Opens the stores. The only place that knows which engine is behind a port.

import { LIMITS } from '../contract/limits.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { dataPaths, prepareDataDirectory } from '../lib/data-directory.ts';
import { freeReserve, keepReserve } from '../lib/reserve-file.ts';
import type { ApplyStore, JournalStore, ReportStore } from './port.ts';
import type { Catalog } from './port-catalog.ts';
import type { SnapshotStore } from './port-snapshots.ts';
import { openSqliteApplyStore } from './sqlite/apply-store.ts';
import { openSqliteCatalog } from './sqlite/catalog-store.ts';
import { quickCheck } from './sqlite/check.ts';
import type { Durability } from './sqlite/connection.ts';
import { openSqliteJournalStore } from './sqlite/journal-store.ts';
import { type DirectoryLock, heldLock, takeLock } from './sqlite/lock.ts';
import {
  assertMigrated,
  examine,
  type FileMigration,
  fileStatus,
  type MigrationStatus,
  type MigrationTarget,
  migrateFile,
} from './sqlite/migrate.ts';
import { DATA_FILES, type DataFile, migrationSteps } from './sqlite/migrate-steps.ts';
import { openSqliteReportStore } from './sqlite/report-pool.ts';
import { openSqliteSnapshotStore } from './sqlite/snapshot-store.ts';

export type MigrationReport = { files: FileMigration[] };
export type { DirectoryLock, FileMigration, MigrationStatus };

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
  const targets = migrationTargets(dataDir, options.assetsRoot);
  const isCurrent = targets.every((target) => examine(target).pending.length === 0);
  const borrowed = isCurrent || heldLock(paths) ? null : takeLock(paths);
  try {
    checkAfterCrash(heldLock(paths), targets, clock);
    return { files: targets.map((target) => migrateFile(target, { backups: paths.backups, clock })) };
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

/** Accounts and projects. Throws `unavailable` (not_migrated) unless migrate() has been there. */
export async function openCatalog(dataDir: string): Promise<Catalog> {
  const { reserve } = dataPaths(dataDir);
  return openSqliteCatalog(migratedPath(dataDir, 'catalog'), { makeRoom: () => freeReserve(reserve) });
}

/** The journal; `readonly` for the applier. */
export async function openJournalStore(
  dataDir: string,
  options: { readonly?: boolean; durability?: Durability } = {},
): Promise<JournalStore> {
  return openSqliteJournalStore(migratedPath(dataDir, 'journal'), options);
}

/** Rows and rollups, for the applier's worker, the only writer of the events file. */
export async function openApplyStore(
  dataDir: string,
  options: { durability?: Durability } = {},
): Promise<ApplyStore> {
  return openSqliteApplyStore(migratedPath(dataDir, 'events'), options);
}

/** Reports. With `spawnWorker` they run in query workers under a time limit, else on the calling thread. */
export async function openReportStore(
  dataDir: string,
  options: { spawnWorker?: () => Worker } = {},
): Promise<ReportStore> {
  return openSqliteReportStore(migratedPath(dataDir, 'events'), options);
}

/** Page snapshots; one writer, the server. */
export async function openSnapshotStore(dataDir: string): Promise<SnapshotStore> {
  return openSqliteSnapshotStore(migratedPath(dataDir, 'snapshots'));
}

function checkAfterCrash(
  lock: DirectoryLock | null,
  targets: readonly MigrationTarget[],
  clock: Clock,
): void {
  if (!lock || lock.lastStopWasClean) return;
  const deadlineMs = clock.monotonicMs() + LIMITS.quickCheckMs;
  for (const { path } of targets) quickCheck(path, { deadlineMs, clock });
  lock.confirmChecked();
}

function migrationTargets(dataDir: string, root?: string): MigrationTarget[] {
  const paths = dataPaths(dataDir);
  return DATA_FILES.map((file) => ({ file, path: paths[file], steps: migrationSteps(file, root) }));
}

function migratedPath(dataDir: string, file: DataFile): string {
  const path = dataPaths(dataDir)[file];
  assertMigrated({ file, path, steps: migrationSteps(file) });
  return path;
}
