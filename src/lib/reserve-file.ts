// A file that holds nothing but room: removed when the disk is full, so that small and important writes still succeed.

import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LIMITS } from '../contract/limits.ts';

/** Random, because a file system that compresses would keep no room for zeros. */
const CHUNK_BYTES = 65_536;

/** Makes the file unless it is there or less than `room` times its size is free. Never throws: heat runs without it, too. */
export function keepReserve(
  path: string,
  bytes: number = LIMITS.reserveBytes,
  room: number = LIMITS.reserveRoom,
): boolean {
  if (existsSync(path)) return true;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    if (bavail * bsize < room * bytes) return false;
    fill(path, bytes);
    return true;
  } catch {
    rmSync(path, { force: true });
    return false;
  }
}

/** Gives the room back; false when there is none left to give. */
export function freeReserve(path: string): boolean {
  if (!existsSync(path)) return false;
  rmSync(path, { force: true });
  return true;
}

/** Whether the room is kept now. */
export function isReserveKept(path: string): boolean {
  return existsSync(path);
}

function fill(path: string, bytes: number): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    const chunk = crypto.getRandomValues(new Uint8Array(CHUNK_BYTES));
    for (let left = bytes; left > 0; left -= chunk.length) {
      writeSync(handle, chunk, 0, Math.min(left, chunk.length));
    }
  } finally {
    closeSync(handle);
  }
}
