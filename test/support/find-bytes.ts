// Looks for strings in raw bytes and in every file of a folder, in the forms in which they could have been written.

import { Database } from 'bun:sqlite';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';

/** Those of `needles` that occur in the bytes: plain, in another case, URL-encoded, as UTF-16, in hex or base64. */
export function findIn(bytes: Uint8Array, needles: readonly string[]): string[] {
  const hay = Buffer.from(bytes).toString('latin1').toLowerCase();
  return needles.filter((needle) => formsOf(needle).some((form) => hay.includes(form)));
}

function formsOf(needle: string): string[] {
  const bytes = Buffer.from(needle);
  const base64 = [0, 1, 2].map((shift) =>
    // Three ways to fall into groups of three bytes; the edges depend on the neighbours.
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift ? 4 : 0, -4),
  );
  return [
    bytes.toString('latin1'),
    encodeURIComponent(needle),
    bytes.toString('hex'),
    Buffer.from(needle, 'utf16le').toString('latin1'),
    ...base64.filter((text) => text.length > 8),
  ].map((form) => form.toLowerCase());
}

/** Those of `needles` that occur in any file below the folder, with the file: raw, and in what is compressed in it. */
export function findInFolder(dir: string, needles: readonly string[]): string[] {
  const paths = (readdirSync(dir, { recursive: true }) as string[]).filter((name) =>
    statSync(join(dir, name)).isFile(),
  );
  // All of them first: opening a database makes files beside it.
  const files = paths.map((name) => ({ name, bytes: readFileSync(join(dir, name)) }));
  const found = files.flatMap(({ name, bytes }) =>
    [bytes, ...inflated(bytes), ...blobsIn(join(dir, name)).flatMap(inflated)]
      .flatMap((part) => findIn(part, needles))
      .map((needle) => `${name}: ${needle}`),
  );
  return [...new Set(found)];
}

/** Values of a SQLite file that are bytes: in the file itself a long one lies in pieces, which nothing inflates. */
function blobsIn(path: string): Buffer[] {
  // The lock of a running server is a database that nobody may open.
  if (!path.endsWith('.db') || path.endsWith('lock.db')) return [];
  const db = new Database(path, { readonly: true });
  const tables = db.query<{ name: string }, []>(`select name from sqlite_schema where type = 'table'`).all();
  const rows = tables.flatMap(({ name }) => db.query(`select * from "${name}"`).values());
  db.close();
  return rows.flat().flatMap((value) => (value instanceof Uint8Array ? [Buffer.from(value)] : []));
}

/** What gzip or zstd streams inside a file hold. */
function inflated(bytes: Buffer): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const magics = [
    { magic: Buffer.from([0x1f, 0x8b, 0x08]), open: (from: Buffer) => gunzip(from) },
    { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), open: (from: Buffer) => zstdDecompressSync(from) },
  ];
  for (const { magic, open } of magics)
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1))
      try {
        parts.push(open(bytes.subarray(at)));
      } catch {
        // Three bytes that only look like a beginning.
      }
  return parts;
}

/** A whole stream, or what can be read of one that is followed by something else. */
function gunzip(from: Buffer): Uint8Array {
  try {
    return gunzipSync(from);
  } catch {
    return inflateRawSync(from.subarray(10), { finishFlush: 2 });
  }
}
