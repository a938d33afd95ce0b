// Opens SQLite files with the one set of pragmas. Nothing else may call `new Database`.
// Sources: bun:sqlite starts with busy_timeout 0 and foreign_keys off; pragmas set inside a transaction have no effect.

import { Database } from 'bun:sqlite';
import { closeSync, constants, openSync } from 'node:fs';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';

/** Stamped into every heat file: "heat" in ASCII. */
export const APPLICATION_ID = 0x68656174;

export type Durability = 'full' | 'normal';

/** Opens (and creates) a file for its one writing thread. */
export function openWriter(path: string, options: { durability?: Durability } = {}): Database {
  return guard(path, () => {
    createPrivately(path);
    const db = new Database(path, { readwrite: true, strict: true });
    const isNew = readPragma(db, 'page_count') === 0;
    if (isNew) db.run('pragma auto_vacuum = incremental');
    db.run(`pragma busy_timeout = ${LIMITS.busyMs}`);
    db.run('pragma journal_mode = wal');
    db.run(`pragma synchronous = ${options.durability ?? 'full'}`);
    db.run('pragma foreign_keys = on');
    db.run(`pragma journal_size_limit = ${LIMITS.logKeptBytes}`);
    db.run('pragma temp_store = memory');
    db.run('pragma trusted_schema = off');
    db.run('pragma cell_size_check = on');
    return db;
  });
}

/** Opens an existing file for reading only; never waits on the writer thanks to the write-ahead log. */
export function openReader(path: string): Database {
  return guard(path, () => {
    const db = new Database(path, { readonly: true, strict: true });
    db.run(`pragma busy_timeout = ${LIMITS.busyMs}`);
    db.run('pragma query_only = on');
    db.run('pragma temp_store = memory');
    db.run('pragma trusted_schema = off');
    return db;
  });
}

/** Opens (and creates) the file whose only use is that one process at a time can hold a transaction on it. */
export function openLockFile(path: string): Database {
  return guard(path, () => {
    createPrivately(path);
    const db = new Database(path, { readwrite: true, strict: true });
    db.run('pragma locking_mode = exclusive');
    return db;
  });
}

/** Value of a one-value pragma. */
export function readPragma(db: Database, name: string): number | string | null {
  const row = db.query(`pragma ${name}`).get() as Record<string, number | string> | null;
  return row ? (Object.values(row)[0] ?? null) : null;
}

/** Runs `work` in an immediate transaction; `work` must not await. */
export function immediate<T>(db: Database, work: () => T): T {
  return db.transaction(work).immediate();
}

const STORAGE_FAULTS = new Map<string, { code: string; message: string }>([
  ['SQLITE_FULL', { code: 'storage_full', message: 'Cannot write: the disk is full' }],
  ['SQLITE_IOERR', { code: 'storage_failed', message: 'Cannot write: the disk reported an error' }],
  ['SQLITE_READONLY', { code: 'storage_readonly', message: 'Cannot write: the data directory is read-only' }],
  ['SQLITE_CANTOPEN', { code: 'storage_missing', message: 'Cannot open the data file' }],
  ['SQLITE_BUSY', { code: 'storage_busy', message: 'Cannot write: the data file is busy' }],
  ['SQLITE_CORRUPT', { code: 'storage_damaged', message: 'The data file is damaged; see "heat restore"' }],
  [
    'SQLITE_NOTADB',
    { code: 'storage_damaged', message: 'The data file is not a database; see "heat restore"' },
  ],
]);

/** The fault that SQLITE_FULL becomes, for whoever sees the end of the room before SQLite does. */
export function diskFull(): unknown {
  return asHeatError({ code: 'SQLITE_FULL' });
}

/** Does it, with SQLite's faults told as asHeatError() tells them. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asHeatError(error);
  }
}

/** Turns SQLite's disk troubles into `unavailable`; anything else passes through unchanged. */
export function asHeatError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  for (const [prefix, fault] of STORAGE_FAULTS) {
    if (code.startsWith(prefix)) {
      return new HeatError({
        kind: 'unavailable',
        code: fault.code,
        message: fault.message,
        retryAfterSeconds: LIMITS.retryAfterSeconds,
        cause: error,
      });
    }
  }
  return error;
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const mapped = asHeatError(error);
    if (mapped instanceof HeatError) mapped.message = `${mapped.message} (${path})`;
    throw mapped;
  }
}

/** Makes a missing file with mode 0600; SQLite gives its log and shared memory the mode of the file. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600));
  } catch {
    // It is there already, or cannot be made: then opening it says why, in SQLite's words.
  }
}
