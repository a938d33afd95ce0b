// A backup of the whole data directory while a server works on it: journal first, catalog last (docs/decisions/0015).
// Made in a folder with a draft's name that gets its final one when everything is verified and on disk.

import type { Database } from 'bun:sqlite';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import type { dataPaths } from '../../lib/data-directory.ts';
import { HeatError } from '../../lib/errors.ts';
import { version } from '../../lib/version.ts';
import { backupFile } from './backup.ts';
import { removeOldBackups, startBackupFolder } from './backup-folder.ts';
import { BACKUP_FORMAT, type BackedUpFile, type BackupManifest, writeManifest } from './backup-manifest.ts';
import { openReader, readPragma } from './connection.ts';
import { checkRoom, copyFileToDisk, hashFile, sizeOf } from './disk.ts';
import { inspectFile, withPath } from './migrate-inspect.ts';
import { DATA_FILES, type DataFile } from './migrate-steps.ts';
import { refuseUnfinishedRestore } from './restore-marker.ts';

export type BackupReport = {
  path: string;
  manifest: BackupManifest;
  /** Paths of older backups that were removed. */
  removed: string[];
};
export type BackupTask = {
  paths: ReturnType<typeof dataPaths>;
  /** Folder that the backup's own folder is made in. */
  to: string;
  withSecret: boolean;
  /** Finished backups that stay in `to`, this one included; null keeps all. */
  keep: number | null;
  clock: Clock;
};
type Source = { file: DataFile; path: string; db: Database };

/**
 * The journal lets go of what the events file has, so it must be copied before it. The catalog comes last, so that
 * every project of the copied events is known and no number of a project is given out twice.
 */
const COPY_ORDER: readonly DataFile[] = [
  'journal',
  ...DATA_FILES.filter((file) => file !== 'journal' && file !== 'catalog'),
  'catalog',
];

/** Throws `not_found` without data, `unavailable` without room or with a damaged file; then no backup is left behind. */
export function backupAll(task: BackupTask): BackupReport {
  const report = makeBackup(task);
  if (task.keep === null) return report;
  try {
    return { ...report, removed: removeOldBackups(task.to, { keep: task.keep, made: report.path }) };
  } catch (error) {
    throw notRemoved(report.path, error);
  }
}

function makeBackup(task: BackupTask): BackupReport {
  const { paths, to, clock } = task;
  refuseUnfinishedRestore(paths);
  if (task.withSecret && !existsSync(paths.secret)) throw noSecret(paths.secret);
  const startedAtMs = clock.nowMs();
  // All are opened before the first is copied: a restore that renames files meanwhile cannot mix two states.
  const sources = openSources(paths);
  try {
    const folder = startBackupFolder(to, startedAtMs);
    try {
      checkRoom(
        'back up',
        sources.reduce((sum, { path }) => sum + sizeOf(path) + sizeOf(`${path}-wal`), 0),
        to,
      );
      const files = sources.map((source) => copySource(source, folder.draft));
      const withFile = (path: string): string | null =>
        task.withSecret && existsSync(path) ? copyFileToDisk(path, join(folder.draft, basename(path))) : null;
      const manifest = {
        format: BACKUP_FORMAT,
        heat: version,
        startedAt: new Date(startedAtMs).toISOString(),
        finishedAt: new Date(clock.nowMs()).toISOString(),
        files,
        secretSha256: withFile(paths.secret),
        marksKeySha256: withFile(paths.marksKey),
      };
      writeManifest(folder.draft, manifest);
      folder.finish();
      return { path: folder.final, manifest, removed: [] };
    } catch (error) {
      folder.abandon();
      throw withPath(error, to);
    }
  } finally {
    for (const { db } of sources) db.close();
  }
}

function openSources(paths: BackupTask['paths']): Source[] {
  const present = COPY_ORDER.filter((file) => existsSync(paths[file]));
  if (!present.includes('catalog')) throw noData(paths.catalog);
  const sources: Source[] = [];
  try {
    for (const file of present) {
      const path = paths[file];
      inspectFile(path);
      const db = openReader(path);
      sources.push({ file, path, db });
      // The first read opens the write-ahead log, too. SQLite counts VACUUM INTO as a write although this one is read-only.
      db.run('pragma query_only = off');
      db.query('select count(*) from sqlite_schema').get();
    }
  } catch (error) {
    for (const { db } of sources) db.close();
    throw error;
  }
  return sources;
}

function copySource({ file, db }: Source, folder: string): BackedUpFile {
  const name = `${file}.db`;
  const path = join(folder, name);
  backupFile(db, path);
  const copy = openReader(path);
  try {
    const version = Number(readPragma(copy, 'user_version'));
    return { file, name, bytes: sizeOf(path), sha256: hashFile(path), version, rows: countRows(copy) };
  } finally {
    copy.close();
  }
}

function countRows(db: Database): { [table: string]: number } {
  const tables = db
    .query<{ name: string }, []>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'heat_migrations' order by name",
    )
    .all();
  const counted = tables.map(({ name }) => {
    const row = db.query<{ count: number }, []>(`select count(*) as count from "${name}"`).get();
    return [name, row?.count ?? 0] as const;
  });
  return Object.fromEntries(counted);
}

function noData(path: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'no_data',
    message: `Cannot back up: there is no heat data, "${path}" is missing`,
    hint: 'Name the data directory with --data.',
  });
}

function notRemoved(path: string, error: unknown): HeatError {
  const reason = (error as { code?: string } | null)?.code ?? 'unknown reason';
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_readonly',
    message: `Made "${path}", but cannot remove older backups beside it (${reason})`,
    hint: 'Check who owns them.',
    cause: error,
  });
}

function noSecret(path: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'no_secret',
    message: `Cannot back up the secret: there is no "${path}"`,
    hint: 'With HEAT_SECRET the secret is in your own keeping; leave --with-secret out.',
  });
}
