// Which heat.toml holds for a process, and what stands in it. What its settings mean is config.ts's affair.

import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { CONFIG_VARIABLE } from './config.ts';
import type { Environment, SettingsFile } from './sources.ts';
import { readTomlEntries } from './toml-entries.ts';

/** Looked for in the current folder when no file is named. */
const SETTINGS_FILE = 'heat.toml';

/**
 * The file of `--config`, else of HEAT_CONFIG, else `heat.toml` of the current folder, else null: one file, never two
 * together. Throws `invalid` (bad_settings_file) when it cannot be read, is no TOML, or somebody else may write it.
 */
export function openSettingsFile(search: {
  flag: string | undefined;
  env: Environment;
  /** The current one. */
  folder?: string;
  /** Who asks; undefined on systems that know no such numbers. */
  uid?: number | undefined;
}): SettingsFile | null {
  const { flag, env, folder = '', uid = process.getuid?.() } = search;
  const variable = env[CONFIG_VARIABLE]?.trim();
  if (flag !== undefined) return readSettingsFile(flag, { namedBy: 'flag', uid });
  if (variable) return readSettingsFile(variable, { namedBy: 'variable', uid });
  const path = join(folder, SETTINGS_FILE);
  return isThere(path) ? readSettingsFile(path, { namedBy: 'folder', uid }) : null;
}

type Asked = { namedBy: SettingsFile['namedBy']; uid: number | undefined };

function readSettingsFile(path: string, asked: Asked): SettingsFile {
  const bytes = readBytes(path, asked);
  if (bytes.byteLength > LIMITS.settingsFileBytes)
    throw unusable(path, `it has more than ${LIMITS.settingsFileBytes} bytes`);
  const read = readTomlEntries(decode(path, bytes));
  if ('entries' in read) return { path, namedBy: asked.namedBy, entries: read.entries };
  const { line, message } = read.fault;
  throw unusable(
    path,
    `${line === null ? '' : `line ${line}: `}${message}`,
    'heat config example shows one.',
    line,
  );
}

function readBytes(path: string, asked: Asked): Uint8Array {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw unusable(path, 'it is a folder');
    if (stats.isFile()) refuseForeign(path, stats, asked);
    // What somebody else may be writing into: a pipe is taken only from whoever names it.
    else if (asked.namedBy === 'folder') throw unusable(path, 'it is no file');
    return readFileSync(path);
  } catch (error) {
    if (error instanceof HeatError) throw error;
    const { code = 'unknown reason' } = error as { code?: string };
    throw unusable(path, code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
}

/**
 * That others read it does not matter, as nothing secret stands in it. Whoever writes it decides what heat listens on,
 * whom it trusts and where its data lies: nobody but its owner and group may, and a file that nobody named has to be of
 * the own user or of root, so that no shared folder holds one ready for whoever passes.
 */
function refuseForeign(path: string, stats: Stats, { namedBy, uid }: Asked): void {
  if (uid === undefined) return;
  if ((stats.mode & 0o002) !== 0) throw unusable(path, 'everybody may write it', `chmod o-w ${path}`);
  const owners = [stats.uid, lstatSync(path).uid];
  if (namedBy === 'folder' && !owners.every((owner) => owner === uid || owner === 0))
    throw unusable(path, 'it belongs to another user', `To use it all the same, name it: --config ${path}`);
}

/** A folder that may not be looked into, as after `sudo -u heat`, has none. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusable(path, 'it is not UTF-8 text');
  }
}

function unusable(path: string, reason: string, hint?: string, line?: number | null): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_settings_file',
    message: `Cannot use the settings file "${path}": ${reason}`,
    ...(hint === undefined ? {} : { hint }),
    details: { file: path, ...(line === undefined ? {} : { line }) },
  });
}
