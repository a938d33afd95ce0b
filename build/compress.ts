// Stores every text file of a folder as .br and .gz only: what the server sends, and what the executable carries.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { packed } from '../sdk/build-tracker.ts';

export type Compressed = { bytes: number; gzip: number; brotli: number };

const TEXT = /\.(m?js|css|html|svg|json|map|txt)$/;

/**
 * Puts file.br and file.gz in the place of every text file of `dir` that gets smaller; the server chooses by
 * Accept-Encoding and inflates for who takes neither. What lies in `except` (a folder's name) stays as it is: it is
 * served by other means. Sizes by path inside `dir`.
 */
export async function compressAll(dir: string, except: string): Promise<Map<string, Compressed>> {
  const sizes = new Map<string, Compressed>();
  for (const name of (await readdir(dir, { recursive: true })).sort()) {
    const path = join(dir, name);
    if (name.startsWith(`${except}/`) || !TEXT.test(name) || !(await stat(path)).isFile()) continue;
    const bytes = await Bun.file(path).bytes();
    const gzip = packed(bytes);
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    sizes.set(name, { bytes: bytes.length, gzip: gzip.length, brotli: brotli.length });
    if (gzip.length >= bytes.length) continue;
    await Bun.write(`${path}.gz`, gzip);
    await Bun.write(`${path}.br`, brotli);
    await rm(path);
  }
  return sizes;
}
