// manifest.json of a backup: what is in it, so that a restore can tell damage and a newer heat before it touches
// anything. Names of files come from our own table, never from the manifest.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeatError } from '../../lib/errors.ts';
import { syncToDisk } from './disk.ts';
import { DATA_FILES, type DataFile } from './migrate-steps.ts';

/** Raised when an older heat would misread a backup. */
export const BACKUP_FORMAT = 1;
const MANIFEST = 'manifest.json';

export type BackedUpFile = {
  file: DataFile;
  /** Its name inside the backup. */
  name: string;
  bytes: number;
  sha256: string;
  /** The file's user_version. */
  version: number;
  /** Rows of each table. */
  rows: { [table: string]: number };
};
export type BackupManifest = {
  format: number;
  /** Version of the heat that made it. */
  heat: string;
  /** Everything answered before this instant is in the backup. ISO 8601, UTC. */
  startedAt: string;
  finishedAt: string;
  files: BackedUpFile[];
  /** SHA-256 of the secret's file when it is in the backup. */
  secretSha256: string | null;
  /** The same of the key of marks (apply/marks-key.ts), which travels with the secret; absent before there was one. */
  marksKeySha256: string | null;
};

export function writeManifest(folder: string, manifest: BackupManifest): void {
  const path = join(folder, MANIFEST);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  syncToDisk(path);
}

/** Whether the folder looks like a finished backup. */
export function holdsManifest(folder: string): boolean {
  return existsSync(join(folder, MANIFEST));
}

/** Throws `not_found` without a manifest, `unavailable` (backup_damaged) for one that is none, `conflict` (newer_backup). */
export function readManifest(folder: string): BackupManifest {
  const path = join(folder, MANIFEST);
  const value = parse(read(path), path);
  if (!isRecord(value) || typeof value.format !== 'number') throw unreadable(path);
  if (value.format > BACKUP_FORMAT) throw newer(folder, `its format is ${value.format}`, value.heat);
  const { heat, startedAt, finishedAt, secretSha256 = null, marksKeySha256 = null, files } = value;
  const isWhole =
    typeof heat === 'string' &&
    typeof startedAt === 'string' &&
    typeof finishedAt === 'string' &&
    (secretSha256 === null || typeof secretSha256 === 'string') &&
    (marksKeySha256 === null || typeof marksKeySha256 === 'string') &&
    Array.isArray(files);
  if (!isWhole) throw unreadable(path);
  const listed = files.map((entry) => readEntry(entry, { folder, path, heat }));
  const missing = (['catalog', 'journal', 'events'] as const).filter(
    (file) => !listed.some((entry) => entry.file === file),
  );
  if (missing.length > 0) throw unreadable(path);
  return { format: value.format, heat, startedAt, finishedAt, files: listed, secretSha256, marksKeySha256 };
}

function readEntry(value: unknown, from: { folder: string; path: string; heat: string }): BackedUpFile {
  if (!isRecord(value)) throw unreadable(from.path);
  const { bytes, sha256, version, rows } = value;
  const file = DATA_FILES.find((known) => known === value.file);
  if (file === undefined && typeof value.file === 'string')
    throw newer(from.folder, 'it holds a file that this heat does not know', from.heat);
  const isWhole =
    file !== undefined &&
    typeof bytes === 'number' &&
    typeof sha256 === 'string' &&
    typeof version === 'number' &&
    isRecord(rows);
  if (!isWhole) throw unreadable(from.path);
  const counts = Object.entries(rows).flatMap(([table, count]) =>
    typeof count === 'number' ? [[table, count] as const] : [],
  );
  return { file, name: `${file}.db`, bytes, sha256, version, rows: Object.fromEntries(counts) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new HeatError({
      kind: 'not_found',
      code: 'no_backup',
      message: `There is no backup here: "${path}" cannot be read`,
      hint: 'Name the folder that "heat backup" made, like heat-backup-20261121T120000000Z.',
      cause: error,
    });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(path);
  }
}

function unreadable(path: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'backup_damaged',
    message: `Cannot restore: "${path}" is damaged`,
    hint: 'Use another backup; nothing was changed.',
  });
}

function newer(folder: string, reason: string, heat: unknown): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'newer_backup',
    message: `Cannot restore "${folder}": it comes from a newer heat (${typeof heat === 'string' ? heat.slice(0, 40) : 'unknown'}), ${reason}`,
    hint: 'Use the heat that made it; nothing was changed.',
  });
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
