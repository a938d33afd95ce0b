// A verified copy of a data file while others use it. Killed halfway it leaves a temporary name, never a half backup.
// VACUUM INTO refuses an existing target and leaves a hot journal when killed: hence temp name, check, fsync, rename.

import type { Database } from 'bun:sqlite';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { HeatError } from '../../lib/errors.ts';
import { openReader } from './connection.ts';
import { withPath } from './migrate-inspect.ts';

/** Room a backup asks for, as a multiple of the file and its log. */
const ROOM_FACTOR = 1.2;

/** Copies the file behind `db` to `target` (mode 0600). Throws `unavailable` when there is no room or the copy is damaged. */
export function backupFile(db: Database, target: string): void {
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkRoom(db.filename, folder);
  const draft = `${target}.part`;
  removeDraft(draft);
  try {
    db.query('vacuum into ?').run(draft);
    chmodSync(draft, 0o600);
    verify(draft);
    syncToDisk(draft);
    renameSync(draft, target);
    syncToDisk(folder);
  } catch (error) {
    removeDraft(draft);
    throw withPath(error, target);
  }
}

/** Throws `unavailable` unless integrity_check finds nothing. */
export function verify(path: string): void {
  const db = openReader(path);
  try {
    const row = db.query('pragma integrity_check(1)').get() as { integrity_check: string } | null;
    if (row?.integrity_check !== 'ok') throw damaged(path);
  } finally {
    db.close();
  }
}

function checkRoom(path: string, folder: string): void {
  const needed = ROOM_FACTOR * (sizeOf(path) + sizeOf(`${path}-wal`));
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  throw new HeatError({
    kind: 'unavailable',
    code: 'storage_full',
    message: `Cannot back up "${path}": ${Math.ceil(needed / 1e6)} MB are needed in "${folder}", ${Math.floor((bavail * bsize) / 1e6)} MB are free`,
    hint: 'Free some disk space and start again; nothing was changed.',
  });
}

function damaged(path: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_damaged',
    message: `Cannot back up: the copy "${path}" is damaged, so the file itself is; see "heat restore"`,
  });
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function removeDraft(draft: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
}

function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
