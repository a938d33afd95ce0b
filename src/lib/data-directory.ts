// The folder that holds everything heat stores, and the names inside it. Creates the folder, never a data file.

import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { HeatError } from './errors.ts';
import type { Log } from './log.ts';

/** Absolute paths of what lies inside the data directory. */
export function dataPaths(dataDir: string) {
  const root = resolve(dataDir);
  return {
    catalog: join(root, 'catalog.db'),
    journal: join(root, 'journal.db'),
    events: join(root, 'events.db'),
    snapshots: join(root, 'snapshots.db'),
    replays: join(root, 'replays.db'),
    lock: join(root, 'lock.db'),
    /** Says who holds the lock; left behind when the process did not stop cleanly. */
    running: join(root, 'lock.pid'),
    /** Room that is freed when the disk is full. */
    reserve: join(root, 'reserve'),
    backups: join(root, 'backups'),
    /** There while a restore puts its files in place, and after one that was cut short. */
    restoring: join(root, 'restoring'),
    secret: join(root, 'secret'),
    salt: join(root, 'salt.json'),
    /** Under which ids of forgotten people are hashed. */
    marksKey: join(root, 'marks.key'),
  };
}

/** Makes sure that the folder is there (mode 0700 when made now) and writable. Throws HeatError with one clear line. */
export function prepareDataDirectory(dataDir: string): void {
  if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) {
    throw new HeatError({
      kind: 'invalid',
      code: 'not_a_directory',
      message: `Cannot use "${dataDir}" as data directory: it is a file`,
      hint: 'Name a folder with --data.',
    });
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'unknown reason';
    throw new HeatError({
      kind: 'unavailable',
      code: 'storage_readonly',
      message: `Cannot use "${dataDir}" as data directory: it cannot be created or written (${reason})`,
      hint: 'Check its owner and mode, or name another folder with --data.',
      cause: error,
    });
  }
}

/** Says so when others may read or change something of the folder, see openToOthers(). */
export function warnWhenOpen(dataDir: string, log: Pick<Log, 'warn'>): void {
  const open = openToOthers(dataDir);
  if (open.length === 0) return;
  const hint = `chmod -R go= "${resolve(dataDir)}"`;
  log.warn('The data directory is open to other users of this machine', { open: open.join(', '), hint });
}

/**
 * What others than the owner may read or change, as when it was there before heat or was copied by hand: `.` for the
 * folder itself, and names of what lies in it. Nothing on systems without such modes.
 */
export function openToOthers(dataDir: string): string[] {
  if (process.platform === 'win32') return [];
  return ['.', ...readdirSync(dataDir).sort()].filter((name) => {
    const stats = statSync(join(dataDir, name), { throwIfNoEntry: false });
    return stats !== undefined && (stats.mode & 0o077) !== 0;
  });
}

/** Bytes of each data file and its write-ahead log, by name; those that are not there have none. */
export function dataFileSizes(dataDir: string): { name: string; bytes: number; isLog: boolean }[] {
  const { catalog, journal, events, snapshots, replays } = dataPaths(dataDir);
  return [catalog, journal, events, snapshots, replays].flatMap((path) =>
    ['', '-wal'].map((suffix) => ({
      name: basename(path) + suffix,
      bytes: statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0,
      isLog: suffix !== '',
    })),
  );
}
