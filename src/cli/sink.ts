// Where an export goes: a file, or standard output.

import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HeatError } from '../lib/errors.ts';
import { processTerminal, reportError } from './output.ts';

export type Sink = { write: (piece: string | Uint8Array) => Promise<void>; close: () => Promise<void> };

/**
 * Waits for a slow reader; a reader that went away (`| head`) ends the command quietly. Throws `invalid` for a folder,
 * and when the folder of the file is not there; `unavailable` when it cannot be written.
 */
export function openSink(output: string | undefined): Sink {
  if (output !== undefined) refuseFolders(output);
  const faultOf = (error: unknown): unknown => {
    const { code } = error as { code?: string };
    if (output === undefined && code === 'EPIPE') process.exit(0);
    if (code === undefined) return error;
    return unwritable(output === undefined ? 'standard output' : `"${output}"`, error);
  };
  try {
    // A writer begins at the start of a file that is there, and leaves what stood behind its own end.
    if (output !== undefined) writeFileSync(output, '');
  } catch (error) {
    throw faultOf(error);
  }
  const writer = (output === undefined ? Bun.stdout : Bun.file(output)).writer();
  return {
    write: async (piece) => {
      try {
        await writer.write(piece);
        await writer.flush();
      } catch (error) {
        throw faultOf(error);
      }
    },
    close: async () => {
      try {
        await writer.end();
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

/**
 * Writes all pieces. The first two are asked for before the file is opened, as a heading is made without asking: a
 * question that is refused touches no file.
 */
export async function pour(
  pieces: AsyncGenerator<string | Uint8Array, void, void>,
  output: string | undefined,
): Promise<void> {
  const first = [await pieces.next(), await pieces.next()];
  const sink = openSink(output);
  try {
    for (const { done, value } of first) if (!done) await sink.write(value);
    for await (const piece of pieces) await sink.write(piece);
  } finally {
    await sink.close();
  }
}

function refuseFolders(output: string): void {
  const isFolder = existsSync(output) && statSync(output).isDirectory();
  const folder = dirname(resolve(output));
  if (!isFolder && existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot write "${output}": ${isFolder ? 'it is a folder' : 'there is no such folder'}`,
    hint: 'Name a file in a folder that exists, e.g. -o sessions.csv',
  });
}

/** Ends the command: quietly when its reader has read enough (`| head`), else saying why nobody can read more. */
export function endOfOutput(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(0);
  process.exit(
    reportError(processTerminal, unwritable('standard output', error), process.argv.includes('--json')),
  );
}

/** `place` took no more: a file, or standard output. */
function unwritable(place: string, cause: unknown): HeatError {
  const { code } = cause as { code?: string };
  const reasons: { [code: string]: string } = { EACCES: 'you may not', ENOSPC: 'the disk is full' };
  const reason = reasons[code ?? ''] ?? code ?? String(cause);
  return new HeatError({ kind: 'unavailable', message: `Cannot write ${place}: ${reason}`, cause });
}
