// A backup of the whole data directory while a server works on it: journal first, catalog last (docs/decisions/0015).
// Made in a folder with a draft's name that gets its final one when everything is verified and on disk.

import type { Database } from 'bun:sqlite';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import type { dataPaths } from '../../lib/data-directory.ts';
import { HeatError } from '../../lib/errors.ts';
import { version } from '../../lib/version.ts';
import { backupFile } from './backup.ts';
import { BACKUP_FORMAT, type BackedUpFile, type BackupManifest, writeManifest } from './backup-manifest.ts';
import { openReader, readPragma } from './connection.ts';
import { checkRoom, copyFileToDisk, hashFile, renameOnDisk, sizeOf, syncToDisk } from './disk.ts';
import { inspectFile, withPath } from './migrate-inspect.ts';
import { DATA_FILES, type DataFile } from './migrate-steps.ts';
import { refuseUnfinishedRestore } from './restore-marker.ts';

export type BackupReport = { path: string; manifest: BackupManifest };
export type BackupTask = {
  paths: ReturnType<typeof dataPaths>;
  /** Folder that the backup's own folder is made in. */
  to: string;
  withSecret: boolean;
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
  const { paths, to, clock } = task;
  refuseUnfinishedRestore(paths);
  if (task.withSecret && !existsSync(paths.secret)) throw noSecret(paths.secret);
  const startedAtMs = clock.nowMs();
  const name = `heat-backup-${new Date(startedAtMs).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const final = join(to, name);
  makeFolder(to);
  removeAbandoned(to);
  if (existsSync(final)) throw taken(final);
  const draft = join(to, `${name}${draftSuffix()}`);
  // All are opened before the first is copied: a restore that renames files meanwhile cannot mix two states.
  const sources = openSources(paths);
  try {
    checkRoom(
      'back up',
      sources.reduce((sum, { path }) => sum + sizeOf(path) + sizeOf(`${path}-wal`), 0),
      to,
    );
    mkdirSync(draft, { mode: 0o700 });
    const files = sources.map((source) => copySource(source, draft));
    const secretSha256 = task.withSecret ? copyFileToDisk(paths.secret, join(draft, 'secret')) : null;
    const manifest = {
      format: BACKUP_FORMAT,
      heat: version,
      startedAt: new Date(startedAtMs).toISOString(),
      finishedAt: new Date(clock.nowMs()).toISOString(),
      files,
      secretSha256,
    };
    writeManifest(draft, manifest);
    syncToDisk(draft);
    renameOnDisk(draft, final);
    return { path: final, manifest };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw withPath(error, final);
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'unknown reason';
    throw new HeatError({
      kind: 'unavailable',
      code: 'storage_readonly',
      message: `Cannot back up to "${folder}": it cannot be created (${reason})`,
      hint: 'Name another folder with --to.',
      cause: error,
    });
  }
}

/** Names the process that works on a draft, so that the next backup can tell whether it still does. */
function draftSuffix(): string {
  return `-${hostname().replace(/[^\w.]/g, '_')}-${process.pid}.part`;
}

/** Removes drafts of killed backups: those of this machine whose process is gone. */
function removeAbandoned(folder: string): void {
  const host = hostname().replace(/[^\w.]/g, '_');
  for (const name of readdirSync(folder)) {
    const [, draftHost, pid] = /^heat-backup-\d{8}T\d{6}Z-([\w.]+)-(\d+)\.part$/.exec(name) ?? [];
    if (draftHost !== host || isAlive(Number(pid))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

function noData(path: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'no_data',
    message: `Cannot back up: there is no heat data, "${path}" is missing`,
    hint: 'Name the data directory with --data.',
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

function taken(path: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'backup_exists',
    message: `Cannot back up to "${path}": it is there already`,
    hint: 'A backup was made in this very second; try again.',
  });
}
