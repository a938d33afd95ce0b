// Brings one data file to this heat's version: own runner, by name, a transaction for each step, a backup before.
// Drizzle's migrator silently skips a step that is older than the newest applied one and checks no hashes.

import type { Database } from 'bun:sqlite';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { backupFile } from './backup.ts';
import { APPLICATION_ID, immediate, openWriter } from './connection.ts';
import {
  checkHistory,
  type FileState,
  inspectFile,
  latestVersion,
  pendingSteps,
  withPath,
} from './migrate-inspect.ts';
import type { DataFile, MigrationStep } from './migrate-steps.ts';

export type FileMigration = {
  file: DataFile;
  from: number;
  to: number;
  /** Names of the steps applied now. */
  applied: string[];
  /** Path of the backup made before, null when the file was empty or nothing was to do. */
  backup: string | null;
};
export type MigrationStatus = {
  file: DataFile;
  path: string;
  exists: boolean;
  version: number;
  latest: number;
  applied: { name: string; appliedAtMs: number }[];
  pending: string[];
  /** Why this file cannot be opened, or null. */
  problem: string | null;
};
export type MigrationTarget = { file: DataFile; path: string; steps: readonly MigrationStep[] };

/** Applies what is missing. Throws HeatError and leaves the file untouched when it is foreign, newer, changed or damaged. */
export function migrateFile(
  target: MigrationTarget,
  options: { backups: string; clock: Clock },
): FileMigration {
  const { file, path, steps } = target;
  const { state, pending } = examine(target);
  const report = { file, from: state.version, to: latestVersion(steps), applied: [] as string[] };
  if (pending.length === 0) return { ...report, backup: null };

  const db = openWriter(path);
  try {
    const name = `pre-${file}-${report.from}-${report.to}-${timeStamp(options.clock)}.db`;
    const backup = state.isEmpty ? null : join(options.backups, name);
    if (backup) backupFile(db, backup);
    for (const step of pending) {
      if (applyStep(db, step, options.clock)) report.applied.push(step.name);
    }
    return { ...report, backup };
  } catch (error) {
    throw withPath(error, path);
  } finally {
    db.close();
  }
}

/** State of a file and the steps it lacks. Throws HeatError when this heat must not open it. */
export function examine({ path, steps }: MigrationTarget): { state: FileState; pending: MigrationStep[] } {
  const state = inspectFile(path);
  checkHistory(path, state, steps);
  return { state, pending: pendingSteps(state, steps) };
}

/** What migrateFile() would do; a refusal becomes its `problem`. */
export function fileStatus(target: MigrationTarget): MigrationStatus {
  const { file, path, steps } = target;
  const latest = latestVersion(steps);
  try {
    const { state, pending } = examine(target);
    const { exists, version } = state;
    const applied = state.applied.map(({ name, appliedAtMs }) => ({ name, appliedAtMs }));
    const missing = pending.map(({ name }) => name);
    return { file, path, exists, version, latest, applied, pending: missing, problem: null };
  } catch (error) {
    if (!(error instanceof HeatError)) throw error;
    const problem = error.message;
    return { file, path, exists: true, version: 0, latest, applied: [], pending: [], problem };
  }
}

/** Throws unless the file is exactly at this heat's version; to be asked before a store opens it. */
export function assertMigrated(target: MigrationTarget): void {
  const { path, steps } = target;
  const { state, pending } = examine(target);
  if (pending.length === 0) return;
  throw new HeatError({
    kind: 'unavailable',
    code: 'not_migrated',
    message: `Cannot open "${path}": it is at version ${state.version}, this heat needs version ${latestVersion(steps)}`,
    hint: 'Run "heat migrate".',
  });
}

/** One step in one transaction, its record and the file's version with it. False when another process was faster. */
function applyStep(db: Database, step: MigrationStep, clock: Clock): boolean {
  return immediate(db, () => {
    db.run(
      'create table if not exists heat_migrations (name text primary key not null, sha256 text not null, applied_at_ms integer not null) strict, without rowid',
    );
    if (db.query('select 1 from heat_migrations where name = ?').get(step.name)) return false;
    try {
      db.run(step.sql);
    } catch (error) {
      throw new HeatError({
        kind: 'internal',
        code: 'migration_failed',
        message: `Cannot apply migration "${step.name}": ${error instanceof Error ? error.message : error}`,
        hint: 'The file is as it was before this step.',
        cause: error,
      });
    }
    db.query('insert into heat_migrations (name, sha256, applied_at_ms) values (?, ?, ?)').run(
      step.name,
      step.sha256,
      clock.nowMs(),
    );
    const { user_version: version } = db.query('pragma user_version').get() as { user_version: number };
    db.run(`pragma application_id = ${APPLICATION_ID}`);
    db.run(`pragma user_version = ${Math.max(version, step.version)}`);
    return true;
  });
}

/** `20261121T235616123Z`: sorts by time and is a file name everywhere. */
function timeStamp(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString().replace(/[-:.]/g, '');
}
