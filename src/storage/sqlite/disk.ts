// Files as a whole, for backups: room, hashes, copies that are on disk when they are said to be. Knows no database.

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';

/** Bytes of the file, 0 when there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Throws `unavailable` (storage_full) unless `bytes` and a fifth more are free in `folder`. `action` is "back up", "restore". */
export function checkRoom(action: string, bytes: number, folder: string): void {
  const needed = LIMITS.backupRoom * bytes;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= needed) return;
  throw new HeatError({
    kind: 'unavailable',
    code: 'storage_full',
    message: `Cannot ${action}: ${Math.ceil(needed / 1e6)} MB are needed in "${folder}", ${Math.floor((bavail * bsize) / 1e6)} MB are free`,
    hint: 'Free some disk space and start again; nothing was changed.',
  });
}

/** Of a file or a folder's list of names. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives a file or folder its final name, so that it is there after a power cut, too. */
export function renameOnDisk(from: string, to: string): void {
  renameSync(from, to);
  syncToDisk(dirname(to));
  if (dirname(from) !== dirname(to) && existsSync(dirname(from))) syncToDisk(dirname(from));
}

/** SHA-256 of the file as 64 hex characters. */
export function hashFile(path: string): string {
  return readThrough(path, () => undefined);
}

/** Copies a file to a new one (mode 0600), on disk when it returns with the SHA-256 of what was copied. */
export function copyFileToDisk(from: string, to: string): string {
  const handle = openSync(to, 'wx', 0o600);
  try {
    const hash = readThrough(from, (piece) => {
      for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
    });
    fsyncSync(handle);
    return hash;
  } finally {
    closeSync(handle);
  }
}

function readThrough(path: string, take: (piece: Uint8Array) => void): string {
  const hasher = new Bun.CryptoHasher('sha256');
  const buffer = new Uint8Array(LIMITS.copyPieceBytes);
  const handle = openSync(path, 'r');
  try {
    for (;;) {
      const count = readSync(handle, buffer);
      if (count === 0) return hasher.digest('hex');
      const piece = buffer.subarray(0, count);
      hasher.update(piece);
      take(piece);
    }
  } finally {
    closeSync(handle);
  }
}
