// Puts a backup in place of a data directory's files: verify everything, copy beside them, move the old ones aside,
// rename. Deletes nothing; killed halfway it leaves a mark, and the next try goes on.

import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import type { dataPaths } from '../../lib/data-directory.ts';
import { HeatError } from '../../lib/errors.ts';
import { isSound, removeDraft } from './backup.ts';
import { type BackupManifest, readManifest } from './backup-manifest.ts';
import { checkRoom, copyFileToDisk, hashFile, renameOnDisk, sizeOf } from './disk.ts';
import { takeLock } from './lock.ts';
import { examine } from './migrate.ts';
import { DATA_FILES, type DataFile, type MigrationStep } from './migrate-steps.ts';
import { isRestoreUnfinished, markRestoring, unmarkRestoring } from './restore-marker.ts';
import { noteRemovedProjects } from './restore-removed.ts';

export type RestoreReport = {
  manifest: BackupManifest;
  /** Folder that the files before were moved to, null when there were none. */
  replaced: string | null;
};
export type RestoreTask = {
  /** Folder that a backup made. */
  from: string;
  paths: ReturnType<typeof dataPaths>;
  /** Makes the data directory. */
  prepare: () => void;
  isForced: boolean;
  stepsOf: (file: DataFile) => readonly MigrationStep[];
  clock: Clock;
};
/** One file on its way: in the backup, beside the data, in its place. */
type Move = { source: string; draft: string; target: string; sha256: string; bytes: number };

/**
 * Throws HeatError and changes nothing when the backup is damaged, newer or foreign,
 * when a server runs, when there is data and it is not forced, and when there is no room.
 */
export function restoreAll(task: RestoreTask): RestoreReport {
  const { from, paths, clock } = task;
  const manifest = readManifest(from);
  const moves = movesOf(task, manifest);
  // Where nothing is yet, a refusal must not leave a folder behind; where data is, a running server is told of first.
  const isNew = !existsSync(paths.lock);
  if (isNew) verifyBackup(task, manifest, moves);
  task.prepare();
  const lock = takeLock(paths);
  try {
    const isUnfinished = isRestoreUnfinished(paths);
    const present = presentFiles(task, manifest);
    const hasData = DATA_FILES.some((file) => existsSync(paths[file]));
    if (hasData && !task.isForced && !isUnfinished) throw hasDataAlready(paths.catalog);
    if (!isNew) verifyBackup(task, manifest, moves);

    copyDrafts(moves);
    const { catalog, journal, events } = paths;
    noteRemovedProjects({ catalog: draftOf(catalog), journal: draftOf(journal), events: draftOf(events) });
    markRestoring(paths, from);
    const replaced = present.length > 0 ? moveAside(present, paths.backups, clock) : null;
    for (const { draft, target } of moves) renameOnDisk(draft, target);
    unmarkRestoring(paths);
    lock.confirmChecked();
    return { manifest, replaced };
  } finally {
    lock.release();
  }
}

function movesOf({ from, paths }: RestoreTask, manifest: BackupManifest): Move[] {
  const move = (name: string, target: string, sha256: string): Move => {
    const source = join(from, name);
    return { source, draft: draftOf(target), target, sha256, bytes: sizeOf(source) };
  };
  const files = manifest.files.map(({ file, name, sha256 }) => move(name, paths[file], sha256));
  const { secretSha256, marksKeySha256 } = manifest;
  if (secretSha256 !== null) files.push(move('secret', paths.secret, secretSha256));
  if (marksKeySha256 !== null) files.push(move('marks.key', paths.marksKey, marksKeySha256));
  return files;
}

/** A file's name beside the data, until it gets its own. */
function draftOf(target: string): string {
  return `${target}.restored`;
}

/**
 * What has to make way. The secret goes with the data it signed sign-ins for: the restored catalog has forgotten who
 * signed out since, so those sign-ins must not come to life again. The key of marks stays unless another one comes: the
 * marks of a backup of this very directory were made with it.
 */
function presentFiles({ paths }: RestoreTask, { secretSha256, marksKeySha256 }: BackupManifest): string[] {
  const data = DATA_FILES.flatMap((file) => ['', '-wal', '-shm', '-journal'].map((end) => paths[file] + end));
  const hasData = data.some((path) => existsSync(path));
  const candidates = hasData || secretSha256 !== null ? [...data, paths.secret] : data;
  if (marksKeySha256 !== null) candidates.push(paths.marksKey);
  return candidates.filter((path) => existsSync(path));
}

/** Reads the backup from end to end, and looks for room. Writes nothing. */
function verifyBackup(task: RestoreTask, { files }: BackupManifest, moves: readonly Move[]): void {
  for (const move of moves) verifyHash(move);
  for (const { file, name } of files) verifyDatabase(task, file, join(task.from, name));
  const bytes = moves.reduce((sum, move) => sum + move.bytes, 0);
  checkRoom('restore', bytes, nearestFolder(dirname(task.paths.catalog)));
}

/** The folder itself, or the one in which it will be made. */
function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}

function verifyHash({ source, sha256 }: Move): void {
  if (!existsSync(source)) throw damaged(source, 'is missing');
  if (hashFile(source) !== sha256) throw damaged(source, 'is not what the backup wrote');
}

/** Ours, not newer, and sound. Read from the backup itself, before anything else happens. */
function verifyDatabase(task: RestoreTask, file: DataFile, path: string): void {
  examine({ file, path, steps: task.stepsOf(file) });
  if (!isSound(path)) throw damaged(path, 'does not pass its integrity check');
}

function copyDrafts(moves: readonly Move[]): void {
  try {
    for (const { source, draft, sha256 } of moves) {
      removeDraft(draft);
      if (copyFileToDisk(source, draft) !== sha256) throw damaged(source, 'changed while it was read');
    }
  } catch (error) {
    for (const { draft } of moves) removeDraft(draft);
    throw error;
  }
}

function moveAside(present: readonly string[], backups: string, clock: Clock): string {
  const time = new Date(clock.nowMs()).toISOString().replace(/[-:.]/g, '');
  const folder = join(backups, `replaced-${time}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const path of present) renameOnDisk(path, join(folder, basename(path)));
  return folder;
}

function damaged(path: string, what: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'backup_damaged',
    message: `Cannot restore: "${path}" ${what}`,
    hint: 'Use another backup; nothing was changed.',
  });
}

function hasDataAlready(path: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'data_exists',
    message: `Cannot restore: there is heat data already ("${path}")`,
    hint: 'Name an empty folder with --data, or add --force: the files that are there are then moved to backups/replaced-<time>.',
  });
}
