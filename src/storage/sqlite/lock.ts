// One server per data directory: an exclusive transaction on a tiny file of its own, gone when the process is gone.
// Locking a data file itself would shut out the command line, the workers and backup tools.

import type { Database } from 'bun:sqlite';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { HeatError } from '../../lib/errors.ts';
import { asHeatError, openLockFile, openReader } from './connection.ts';
import { withPath } from './migrate-inspect.ts';

export type DirectoryLock = {
  /** False when the holder before was killed or lost power: files deserve a check. */
  readonly lastStopWasClean: boolean;
  /** To be called when the files were checked after an unclean stop; until then release() keeps its mark. */
  confirmChecked(): void;
  /** Something went wrong with the files: release() leaves the mark, so that the next start checks them. */
  distrust(): void;
  /** Tells other processes where the server answers, until the lock is taken anew or given back. */
  noteAddress(address: ServerAddress): void;
  /** Ends the lock and marks the stop as clean, unless there is doubt. Does nothing when called again. */
  release(): void;
};
/** Where a server answers on its machine, and under which address others reach it, when it was told. Origins. */
export type ServerAddress = { url: string; publicUrl: string | null };
export type LockPaths = { lock: string; running: string };

// A handle that nobody references is closed by garbage collection, and a second server gets in.
const held = new Map<string, { db: Database; lock: DirectoryLock }>();

/** Takes the lock or throws `conflict` naming the process that has it. */
export function takeLock(paths: LockPaths): DirectoryLock {
  if (held.has(paths.lock)) throw alreadyRunning(paths);
  const db = openExclusively(paths);
  const lastStopWasClean = !existsSync(paths.running);
  writeHolder(paths.running, [String(process.pid)]);
  let isTrusted = lastStopWasClean;
  const lock = {
    lastStopWasClean,
    confirmChecked() {
      isTrusted = true;
    },
    distrust() {
      isTrusted = false;
    },
    noteAddress({ url, publicUrl }: ServerAddress) {
      writeHolder(paths.running, [String(process.pid), url, ...(publicUrl === null ? [] : [publicUrl])]);
    },
    release() {
      if (!held.delete(paths.lock)) return;
      if (isTrusted) rmSync(paths.running, { force: true });
      db.close();
    },
  };
  held.set(paths.lock, { db, lock });
  return lock;
}

/** The lock that this very process holds, or null. */
export function heldLock(paths: LockPaths): DirectoryLock | null {
  return held.get(paths.lock)?.lock ?? null;
}

/**
 * Whether a server works on the data now: `held`; `unclean` when the last one was killed or lost power. Takes no lock
 * and makes nothing; for some microseconds after an unclean stop it may keep a server out that starts right then.
 */
export function lockState(paths: LockPaths): 'free' | 'held' | 'unclean' {
  if (!existsSync(paths.running) || !existsSync(paths.lock)) return 'free';
  if (held.has(paths.lock)) return 'held';
  try {
    const db = openReader(paths.lock);
    try {
      db.run('pragma busy_timeout = 0');
      db.query('select count(*) from sqlite_schema').get();
      return 'unclean';
    } finally {
      db.close();
    }
  } catch (error) {
    const fault = asHeatError(error);
    if (fault instanceof HeatError && fault.faultCode === 'storage_busy') return 'held';
    throw fault;
  }
}

function openExclusively(paths: LockPaths): Database {
  let db: Database | null = null;
  try {
    db = openLockFile(paths.lock);
    db.run('begin exclusive');
    return db;
  } catch (error) {
    db?.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw alreadyRunning(paths);
    throw withPath(error, paths.lock);
  }
}

/** Where the holder said that it answers; null when nobody did. After a crash it is the last holder's word. */
export function findAddress(paths: LockPaths): ServerAddress | null {
  const [, url, publicUrl] = readHolder(paths.running).map((line) => URL.parse(line)?.origin);
  return url === undefined ? null : { url, publicUrl: publicUrl ?? null };
}

/** Lines: process id, address, public address. Synced: after a power cut the file must be there to tell of it. */
function writeHolder(path: string, lines: readonly string[]): void {
  const handle = openSync(path, 'w', 0o600);
  try {
    writeSync(handle, `${lines.join('\n')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function alreadyRunning(paths: LockPaths): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'already_running',
    message: `Cannot use this data directory: heat is already running (pid ${readHolder(paths.running)[0] ?? 'unknown'}, "${paths.lock}")`,
    hint: 'Stop that process first, or name another folder with --data.',
  });
}

function readHolder(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}
