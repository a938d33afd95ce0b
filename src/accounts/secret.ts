// The secret that signs tokens: made once by this installation, never shipped, never a placeholder.

import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
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
  return checked(readOrMake(path).trim(), path);
}

function readOrMake(path: string): string {
  try {
    if (!existsSync(path)) makeOnce(path);
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new HeatError({
      kind: 'unavailable',
      code: 'storage_failed',
      message: `Cannot read or make the secret "${path}" (${codeOf(error)})`,
      hint: 'Check the owner and mode of the data directory and its free space.',
      cause: error,
    });
  }
}

/** Another process may make it at the same moment: the first one to link its draft under the name wins. */
function makeOnce(path: string): void {
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
    // Some file systems know no hard links; then two first starts in the same moment are the operator's problem.
    if (codeOf(error) !== 'EEXIST') renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? 'unknown reason';
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
