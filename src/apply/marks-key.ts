// The key under which ids of forgotten people are hashed: a file of its own, made once for a data directory, in no
// backup but those with the secret. Without it nobody can test a guess against what is kept of an id.

import { dataPaths } from '../lib/data-directory.ts';
import { HeatError } from '../lib/errors.ts';
import { randomSecret } from '../lib/id.ts';
import { readOrMakePrivateFile } from '../lib/private-file.ts';

const FORM = /^[A-Za-z0-9_-]{43}$/;

/** Both threads that need it may ask at once. Throws `unavailable` for a file that cannot be used. */
export function openMarksKey(dataDir: string): string {
  const { marksKey: path } = dataPaths(dataDir);
  const key = readKey(path).trim();
  if (FORM.test(key)) return key;
  throw cannotUse(path, 'it is damaged');
}

function readKey(path: string): string {
  try {
    return readOrMakePrivateFile(path, () => `${randomSecret()}\n`);
  } catch (error) {
    throw cannotUse(path, (error as { code?: string }).code ?? 'unknown reason', error);
  }
}

function cannotUse(path: string, why: string, cause?: unknown): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_failed',
    message: `Cannot read or make "${path}": ${why}`,
    hint: 'Put it back from a backup with the secret. Without it heat makes another, and what comes late of people who were forgotten before is stored again.',
    cause,
  });
}
