// Where an export goes: a file, or standard output.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HeatError } from '../lib/errors.ts';

export type Sink = { write: (piece: string | Uint8Array) => Promise<void>; close: () => Promise<void> };

/**
 * Waits for a slow reader; a reader that went away (`| head`) ends the command quietly. Throws `invalid` when the folder
 * of the file is not there.
 */
export function openSink(output: string | undefined): Sink {
  if (output !== undefined && !existsSync(dirname(resolve(output)))) {
    throw new HeatError({ kind: 'invalid', message: `Cannot write "${output}": there is no such folder` });
  }
  const writer = (output === undefined ? Bun.stdout : Bun.file(output)).writer();
  return {
    write: async (piece) => {
      try {
        await writer.write(piece);
        await writer.flush();
      } catch (error) {
        if ((error as { code?: string }).code === 'EPIPE') process.exit(0);
        throw error;
      }
    },
    close: async () => {
      await writer.end();
    },
  };
}
