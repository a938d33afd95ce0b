// The bytes of an import, a piece at a time: from a file or standard input, inflated where they are gzip.

import { existsSync, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HeatError } from '../../lib/errors.ts';
import { isGzip } from '../../lib/gunzip.ts';

export type ImportBytes = {
  pieces: AsyncIterable<Uint8Array>;
  /** Bytes read from the file so far, and its size; null for standard input. */
  readBytes: () => number;
  totalBytes: number | null;
};

/** `-` is standard input. Throws `not_found` for a file that is not there. */
export function openBytes(path: string): ImportBytes {
  const isStdin = path === '-';
  if (!isStdin && (!existsSync(path) || statSync(path).isDirectory())) {
    throw new HeatError({
      kind: 'not_found',
      message: `Cannot import "${path}": there is no such file`,
      hint: 'A file of NDJSON or CSV, or - for standard input',
    });
  }
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    const stream = isStdin ? Bun.stdin.stream() : Bun.file(path).stream();
    for await (const piece of stream) {
      read += piece.byteLength;
      yield piece;
    }
  }
  return {
    pieces: plain(counted()),
    readBytes: () => read,
    totalBytes: isStdin ? null : statSync(path).size,
  };
}

/** Gzip is known by its first bytes, whatever the name says. */
async function* plain(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = new Uint8Array(0);
  while (first.length < 2) {
    const next = await pieces.next();
    if (next.done) break;
    first = first.length === 0 ? next.value.slice() : Buffer.concat([first, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    yield* pieces;
  }
  yield* isGzip(first) ? inflated(whole()) : whole();
}

async function* inflated(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(Readable.from(pieces), gunzip, () => undefined);
  try {
    for await (const piece of gunzip) yield piece as Uint8Array;
  } catch (cause) {
    throw new HeatError({
      kind: 'unavailable',
      code: 'bad_gzip',
      message: 'Cannot read the file to its end: its gzip data is damaged; what could be read of it is in',
      cause,
    });
  }
}
