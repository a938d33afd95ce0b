// The folder of one backup: a draft's name until everything in it is on disk, then the final one, at once.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { HeatError } from '../../lib/errors.ts';
import { holdsManifest } from './backup-manifest.ts';
import { renameOnDisk, syncToDisk } from './disk.ts';

const FINAL = /^heat-backup-\d{8}T\d{9}Z$/;

export type BackupFolder = {
  /** Where files go until finish(). */
  draft: string;
  final: string;
  /** Gives the folder its final name. */
  finish(): void;
  /** Removes the draft. */
  abandon(): void;
};

/** Makes heat-backup-<time>…part inside `parent`, which is made when missing, and clears away what killed backups left there. */
export function startBackupFolder(parent: string, atMs: number): BackupFolder {
  const time = new Date(atMs).toISOString().replace(/[-:.]/g, '');
  const final = join(parent, `heat-backup-${time}`);
  // Names the process, so that the next backup can tell whether it still works on it.
  const draft = `${final}-${hostLabel()}-${process.pid}.part`;
  try {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    removeAbandoned(parent);
    if (existsSync(final)) throw taken(final);
    mkdirSync(draft, { mode: 0o700 });
  } catch (error) {
    if (error instanceof HeatError) throw error;
    throw unusable(parent, error);
  }
  return {
    draft,
    final,
    finish() {
      syncToDisk(draft);
      renameOnDisk(draft, final);
    },
    abandon() {
      rmSync(draft, { recursive: true, force: true });
    },
  };
}

/**
 * Removes all finished backups in `parent` but the newest `keep`, by the time in their names, and answers which. The
 * one just `made` is the newest whatever its name says: the clock may have gone back. A folder without a manifest is
 * none and stays. Killed half-way, the next backup clears the rest away.
 */
export function removeOldBackups(parent: string, { keep, made }: { keep: number; made: string }): string[] {
  const others = readdirSync(parent).filter(
    (name) => FINAL.test(name) && name !== basename(made) && holdsManifest(join(parent, name)),
  );
  const old = others.sort().slice(0, Math.max(0, others.length + 1 - keep));
  return old.map((name) => {
    const path = join(parent, name);
    const draft = `${path}-${hostLabel()}-${process.pid}.part`;
    renameSync(path, draft);
    rmSync(draft, { recursive: true, force: true });
    return path;
  });
}

/** Finished backups in `parent` with when they were begun, newest first; none when it cannot be read. */
export function findBackups(parent: string): { path: string; atMs: number }[] {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  return names
    .filter((name) => FINAL.test(name) && holdsManifest(join(parent, name)))
    .sort()
    .reverse()
    .map((name) => ({ path: join(parent, name), atMs: timeOf(name) }));
}

/** `heat-backup-20261121T120000000Z`: the time in its name, as startBackupFolder() wrote it. */
function timeOf(name: string): number {
  const [, y, mo, d, h, mi, s, ms] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(name) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`);
}

/** Only drafts of this machine whose process is gone. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, host, pid] = /^heat-backup-\d{8}T\d{9}Z-([\w.]+)-(\d+)\.part$/.exec(name) ?? [];
    if (host !== hostLabel() || isAlive(Number(pid))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function hostLabel(): string {
  return hostname().replace(/[^\w.]/g, '_');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

function taken(path: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'backup_exists',
    message: `Cannot back up to "${path}": it is there already`,
    hint: 'Another backup was started in this very moment; try again.',
  });
}

function unusable(parent: string, error: unknown): HeatError {
  const reason = (error as { code?: string } | null)?.code ?? 'unknown reason';
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_readonly',
    message: `Cannot back up to "${parent}": it cannot be created or written (${reason})`,
    hint: 'Name another folder with --to.',
    cause: error,
  });
}
