// Facts of the data directory as such. Writes nothing that stays: what is timed goes into a file without a name.

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../contract/limits.ts';
import { saltDay } from '../../ingest/salt.ts';
import { dataPaths, openToOthers } from '../../lib/data-directory.ts';
import { randomCode } from '../../lib/id.ts';
import { isReserveKept } from '../../lib/reserve-file.ts';
import type { DataFacts } from '../facts.ts';
import { fileSystemKind } from './file-system.ts';

export function gatherDataDirectory(dataDir: string): DataFacts {
  const { state, reason } = stateOf(dataDir);
  const facts: DataFacts = {
    ...{ path: dataDir, state, reason, isOwn: isOwn(dataDir), openToOthers: [], fileSystem: null },
    ...{ freeBytes: null, freeFiles: null, syncMs: null, hasReserve: false, saltDay: null },
  };
  if (state === 'missing' || state === 'not_a_directory' || state === 'closed') return facts;
  const paths = dataPaths(dataDir);
  return {
    ...facts,
    ...diskOf(dataDir),
    openToOthers: openToOthers(dataDir),
    syncMs: state === 'there' ? timeSyncs(dataDir) : null,
    hasReserve: isReserveKept(paths.reserve),
    saltDay: saltDay(paths.salt),
  };
}

function stateOf(dataDir: string): Pick<DataFacts, 'state' | 'reason'> {
  try {
    if (!statSync(dataDir).isDirectory()) return { state: 'not_a_directory', reason: null };
    accessSync(dataDir, constants.R_OK | constants.X_OK);
  } catch (error) {
    const reason = codeOf(error);
    return { state: reason === 'ENOENT' ? 'missing' : 'closed', reason };
  }
  try {
    accessSync(dataDir, constants.W_OK);
    return { state: 'there', reason: null };
  } catch (error) {
    return { state: 'readonly', reason: codeOf(error) };
  }
}

function isOwn(dataDir: string): boolean {
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid;
  return owner === undefined || process.getuid === undefined || process.getuid() === owner;
}

function diskOf(dataDir: string): Pick<DataFacts, 'fileSystem' | 'freeBytes' | 'freeFiles'> {
  try {
    const { type, bavail, bsize, files, ffree } = statfsSync(dataDir);
    // Some file systems (btrfs) count no files.
    return {
      fileSystem: fileSystemKind(type),
      freeBytes: bavail * bsize,
      freeFiles: files === 0 ? null : ffree,
    };
  } catch {
    return { fileSystem: null, freeBytes: null, freeFiles: null };
  }
}

/** Median time of some small synced writes; null when nothing can be written. */
function timeSyncs(dataDir: string): number | null {
  const path = join(dataDir, `.doctor-${randomCode(8)}`);
  let handle: number | null = null;
  try {
    handle = openSync(path, 'wx', 0o600);
    // Killed from here on, it leaves nothing behind.
    rmSync(path);
    const times: number[] = [];
    for (let turn = 0; turn < LIMITS.doctorSyncs; turn += 1) {
      const startMs = performance.now();
      writeSync(handle, new Uint8Array(4096));
      fsyncSync(handle);
      times.push(performance.now() - startMs);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? null;
  } catch {
    rmSync(path, { force: true });
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? 'unknown reason';
}
