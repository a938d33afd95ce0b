// Reads built files as they are. The build stores most of them compressed only: the executable carries each once less.

import { existsSync, readFileSync } from 'node:fs';

/** The bytes of the file at `path`, inflated from `path`.gz where it is stored only so; null when neither is there. */
export function readBuiltFile(path: string): Uint8Array<ArrayBuffer> | null {
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  const packed = `${path}.gz`;
  return existsSync(packed) ? Bun.gunzipSync(new Uint8Array(readFileSync(packed))) : null;
}
