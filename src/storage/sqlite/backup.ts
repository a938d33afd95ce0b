// A verified copy of a data file while others use it. Killed halfway it leaves a temporary name, never a half backup.
// VACUUM INTO refuses an existing target and leaves a hot journal when killed: hence temp name, check, fsync, rename.

import type { Database } from 'bun:sqlite';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeatError } from '../../lib/errors.ts';
import { openReader } from './connection.ts';
import { checkRoom, renameOnDisk, sizeOf, syncToDisk } from './disk.ts';
import { withPath } from './migrate-inspect.ts';

/** Copies the file behind `db` to `target` (mode 0600). Throws `unavailable` when there is no room or the copy is damaged. */
export function backupFile(db: Database, target: string): void {
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkRoom(`back up "${db.filename}"`, sizeOf(db.filename) + sizeOf(`${db.filename}-wal`), folder);
  const draft = `${target}.part`;
  removeDraft(draft);
  try {
    db.query('vacuum into ?').run(draft);
    chmodSync(draft, 0o600);
    verify(draft);
    syncToDisk(draft);
    renameOnDisk(draft, target);
  } catch (error) {
    removeDraft(draft);
    throw withPath(error, target);
  }
}

/** Throws `unavailable` unless integrity_check finds nothing. */
export function verify(path: string): void {
  if (isSound(path)) return;
  throw new HeatError({
    kind: 'unavailable',
    code: 'storage_damaged',
    message: `Cannot back up: the copy "${path}" is damaged, so the file itself is; see "heat restore"`,
  });
}

/** What integrity_check says of the file as a whole. Throws `unavailable` when it cannot even be read. */
export function isSound(path: string): boolean {
  const db = openReader(path);
  try {
    const row = db.query('pragma integrity_check(1)').get() as { integrity_check: string } | null;
    return row?.integrity_check === 'ok';
  } finally {
    db.close();
  }
}

/** With whatever SQLite left beside it. */
export function removeDraft(draft: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
}
