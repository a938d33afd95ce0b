// The secret that signs tokens: made once by this installation, never shipped, never a placeholder.

import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dataPaths } from '../lib/data-directory.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode, randomSecret } from '../lib/id.ts';

const MIN_BYTES = 32;
/** A random text of 32 bytes repeats few characters; "aaaa…" and "1234…" do. */
const MIN_DISTINCT = 10;
/** Words of secrets that were copied from documentation instead of made. */
const PLACEHOLDERS =
  /change[-_ ]?(me|this)|replace[-_ ]?(me|this|with)|your[-_ ]|example|placeholder|secret|password|default/i;

/**
 * Secret of the data directory, made at the first call (file `secret`, mode 0600), or `override` (HEAT_SECRET).
 * Throws `invalid` (weak_secret) for less than 32 bytes and for known placeholders.
 */
export async function loadSecret(dataDir: string, override?: string | null): Promise<string> {
  if (override) return checked(override.trim(), 'HEAT_SECRET');
  const { secret: path } = dataPaths(dataDir);
  const stored = readIfThere(path) ?? makeOnce(path);
  chmodSync(path, 0o600);
  return checked(stored.trim(), path);
}

/** Another process may make it at the same moment: the first one to link its draft under the name wins. */
function makeOnce(path: string): string {
  const draft = `${path}.${randomCode(8)}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${strongSecret()}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw new HeatError({
      kind: 'unavailable',
      code: 'storage_failed',
      message: `Cannot read the secret "${path}"`,
      cause: error,
    });
  }
}

function checked(secret: string, source: string): string {
  if (isStrong(secret)) return secret;
  throw new HeatError({
    kind: 'invalid',
    code: 'weak_secret',
    message: `Cannot use the secret of ${source}: it needs at least ${MIN_BYTES} random bytes`,
    hint: 'Make one with "openssl rand -base64 48", or remove it and heat makes its own.',
  });
}

function isStrong(secret: string): boolean {
  const isLong = Buffer.byteLength(secret) >= MIN_BYTES;
  return isLong && new Set(secret).size >= MIN_DISTINCT && !PLACEHOLDERS.test(secret);
}

/** One in many millions spells a placeholder by chance. */
function strongSecret(): string {
  let secret = randomSecret();
  while (!isStrong(secret)) secret = randomSecret();
  return secret;
}
