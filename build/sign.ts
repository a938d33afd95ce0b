// Checksums of a release and their signature, in forms that sha256sum and ssh-keygen check: nothing else is needed.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a signature is for; who checks names the same, so that a signature of a mail or commit is none of a release. */
export const NAMESPACE = 'file';

/** Lines of `sha256sum -c`, by name; the files are named without their folders. */
export async function checksumsOf(paths: readonly string[]): Promise<string> {
  const lines = await Promise.all(paths.map(async (path) => `${await sha256Of(path)}  ${basename(path)}\n`));
  return lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
}

/** Hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Writes `<path>.sig` with the private key in the file `key` (or the public one, when an agent holds its other half).
 * Throws with what ssh-keygen says when it cannot.
 */
export async function signFile(path: string, key: string): Promise<void> {
  await rm(`${path}.sig`, { force: true });
  await sshKeygen(['-Y', 'sign', '-q', '-f', key, '-n', NAMESPACE, path]);
}

async function sshKeygen(args: readonly string[]): Promise<void> {
  const child = Bun.spawn(['ssh-keygen', ...args], { stdin: 'inherit', stdout: 'ignore', stderr: 'pipe' });
  const said = await child.stderr.text();
  if ((await child.exited) !== 0) throw new Error(`Cannot sign: ${said.trim()}`);
}
