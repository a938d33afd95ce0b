// Small files that only heat's own user may read, as of secrets: written whole or not at all, made once whoever asks.

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
import { randomCode } from './id.ts';

/** The text of the file, made now of what `make` gives when there is none (mode 0600). Throws what the system throws. */
export function readOrMakePrivateFile(path: string, make: () => string): string {
  if (!existsSync(path)) makeOnce(path, make());
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return readFileSync(path, 'utf8');
}

/** All at once: who reads meanwhile reads the old text or the new one. Throws what the system throws. */
export function replacePrivateFile(path: string, text: string): void {
  renameSync(writeDraft(path, text), path);
}

/** Another process may make it at the same moment: the first one to link its draft under the name wins. */
function makeOnce(path: string, text: string): void {
  const draft = writeDraft(path, text);
  try {
    linkSync(draft, path);
  } catch (error) {
    // Some file systems know no hard links; then two first starts in the same moment are the operator's problem.
    if ((error as { code?: string }).code !== 'EEXIST') renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A private file beside it, on disk. */
function writeDraft(path: string, text: string): string {
  const draft = `${path}.${randomCode(8)}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}
