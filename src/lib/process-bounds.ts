// What this process uses of what the machine gives it, as far as the system tells: memory and open files.

import { readdirSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

export type OpenFiles = { open: number | null; most: number | null };

/** Bytes that the process may take: the bound of its container when there is one, else the machine's. */
export function memoryMostBytes(): number | null {
  const bounds = [process.constrainedMemory(), totalmem()].filter((bytes) => bytes > 0);
  return bounds.length === 0 ? null : Math.min(...bounds);
}

/** Open files and connections of this process, and how many the system allows; nulls where there is no /proc. */
export function openFiles(): OpenFiles {
  try {
    const open = readdirSync('/proc/self/fd').length;
    return { open, most: softLimitOf(readFileSync('/proc/self/limits', 'utf8')) };
  } catch {
    return { open: null, most: null };
  }
}

/** The first number of the line `Max open files` of /proc/<pid>/limits, null for none. */
export function softLimitOf(limits: string): number | null {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
  return soft === undefined ? null : Number(soft);
}
