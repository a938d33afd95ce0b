// The folder that holds everything heat stores, and the names inside it. Creates the folder, never a data file.

import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { HeatError } from './errors.ts';

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

/** Whether others than the owner may look into the folder, as when it was there before heat. */
export function isOpenToOthers(dataDir: string): boolean {
  return (statSync(dataDir).mode & 0o077) !== 0;
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
