// Facts of the files in the data directory and of the backups, read beside a running server or without one.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { Clock } from '../../lib/clock.ts';
import { dataFileSizes, dataPaths } from '../../lib/data-directory.ts';
import { backupsIn, checkFiles, inspect } from '../../storage/open/inspection.ts';
import { migrationStatus } from '../../storage/open.ts';
import type { StoredFacts } from '../../storage/port-inspection.ts';
import type { BackupFacts, FileFacts, Leftover } from '../facts.ts';

/** `known` are numbers of projects that the catalog has or has had, null when it cannot be read. */
export async function gatherDataFiles(
  dataDir: string,
  { clock, known }: { clock: Clock; known: ReadonlySet<number> | null },
): Promise<FileFacts> {
  const paths = dataPaths(dataDir);
  const versions = (await migrationStatus(dataDir)).map(({ file, exists, pending, problem }) => ({
    file,
    exists,
    pending,
    problem,
  }));
  const isCurrent = versions.every(
    (file) => file.exists && file.problem === null && file.pending.length === 0,
  );
  const stored = isCurrent ? tryInspect(dataDir, clock) : null;
  return {
    versions,
    checks: checkFiles(dataDir, clock),
    sizes: dataFileSizes(dataDir),
    isRestoring: existsSync(paths.restoring),
    leftovers: [dataDir, paths.backups].flatMap((folder) => leftoversIn(folder, clock.nowMs())),
    stored,
    strangers:
      known && stored ? stored.lastEvents.filter(({ projectNo }) => !known.has(projectNo)).length : 0,
  };
}

export function gatherBackups(dataDir: string, folder: string | null): BackupFacts {
  const path = folder ?? dataPaths(dataDir).backups;
  const found = backupsIn(path);
  return { path, newest: found[0] ?? null, count: found.length, isSameDisk: isSameDisk(dataDir, path) };
}

/** What damage keeps from being read is told by the check for damage. */
function tryInspect(dataDir: string, clock: Clock): StoredFacts | null {
  try {
    return inspect(dataDir, clock.nowMs() - LIMITS.doctorGrowthDays * DAY_MS);
  } catch {
    return null;
  }
}

const LEFTOVERS: readonly [Leftover['kind'], RegExp][] = [
  ['draft', /\.restored$|^heat-backup-.*\.part$|\.part\d*$|^secret\.[0-9a-z]{8}$/],
  ['replaced', /^replaced-\d{8}T\d{9}Z$/],
  ['before-migration', /^pre-[a-z]+-\d+-\d+-.*\.db$/],
];

function leftoversIn(folder: string, nowMs: number): Leftover[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.flatMap((name) => {
    const kind = LEFTOVERS.find(([, pattern]) => pattern.test(name))?.[0];
    // A backup or restore that is under way has drafts, too.
    if (kind === 'draft' && nowMs - writtenMs(join(folder, name)) < LIMITS.doctorDraftMs) return [];
    return kind ? [{ name, kind, bytes: bytesOf(join(folder, name)) }] : [];
  });
}

function writtenMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Of a file, or of a folder with all that is in it. */
function bytesOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

function isSameDisk(dataDir: string, folder: string): boolean | null {
  const [data, backups] = [dataDir, folder].map((path) => statSync(path, { throwIfNoEntry: false })?.dev);
  return data === undefined || backups === undefined ? null : data === backups;
}
