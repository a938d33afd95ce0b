// Looks at a data file without changing it: is it ours, which migrations has it seen, is it from a newer heat.
// Opens read-only, because opening for writing would already turn a foreign file into write-ahead mode.

import type { Database } from 'bun:sqlite';
import { statSync } from 'node:fs';
import { HeatError } from '../../lib/errors.ts';
import { APPLICATION_ID, asHeatError, openReader, readPragma } from './connection.ts';
import type { MigrationStep } from './migrate-steps.ts';

export type AppliedMigration = { name: string; sha256: string; appliedAtMs: number };
export type FileState = {
  exists: boolean;
  /** Nothing was ever stored in it. */
  isEmpty: boolean;
  version: number;
  applied: AppliedMigration[];
};

/** State of the file at `path`. Throws HeatError for a foreign, damaged or unreadable file. */
export function inspectFile(path: string): FileState {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isDirectory()) throw notAFile(path);
  if (!facts || facts.size === 0) {
    return { exists: facts !== undefined, isEmpty: true, version: 0, applied: [] };
  }
  try {
    const db = openReader(path);
    try {
      return readState(db, path);
    } finally {
      db.close();
    }
  } catch (error) {
    throw withPath(error, path);
  }
}

/** Refuses a file whose history is not a part of `steps`: a newer heat's, another file's, or one changed afterwards. */
export function checkHistory(path: string, state: FileState, steps: readonly MigrationStep[]): void {
  const known = new Map(steps.map((step) => [step.name, step]));
  const latest = latestVersion(steps);
  for (const { name, sha256 } of state.applied) {
    const step = known.get(name);
    if (!step && name.split('/')[0] !== steps[0]?.name.split('/')[0]) throw wrongFile(path, name);
    if (!step) throw newerFile(path, state.version, latest, name);
    if (step.sha256 !== sha256) throw changedStep(path, name);
  }
  if (state.version > latest) throw newerFile(path, state.version, latest);
}

/** Highest version that this heat knows for a file. */
export function latestVersion(steps: readonly MigrationStep[]): number {
  return steps.reduce((most, step) => Math.max(most, step.version), 0);
}

/** Steps that the file has not seen yet. */
export function pendingSteps(state: FileState, steps: readonly MigrationStep[]): MigrationStep[] {
  const applied = new Set(state.applied.map(({ name }) => name));
  return steps.filter(({ name }) => !applied.has(name));
}

/** Like asHeatError, with the path in the message. */
export function withPath(error: unknown, path: string): unknown {
  const mapped = asHeatError(error);
  if (mapped instanceof HeatError && !mapped.message.includes(path)) {
    mapped.message = `${mapped.message} (${path})`;
  }
  return mapped;
}

function readState(db: Database, path: string): FileState {
  const applicationId = readPragma(db, 'application_id');
  const objects = db.query('select name from sqlite_schema').all() as { name: string }[];
  if (objects.length === 0 && (applicationId === 0 || applicationId === APPLICATION_ID)) {
    return { exists: true, isEmpty: true, version: 0, applied: [] };
  }
  const isOurs = applicationId === APPLICATION_ID && objects.some(({ name }) => name === 'heat_migrations');
  if (!isOurs) throw foreignFile(path);
  const applied = db
    .query('select name, sha256, applied_at_ms as appliedAtMs from heat_migrations order by name')
    .all() as AppliedMigration[];
  return { exists: true, isEmpty: false, version: Number(readPragma(db, 'user_version')), applied };
}

function notAFile(path: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'foreign_file',
    message: `Cannot open "${path}": it is a folder`,
    hint: 'Move it away, or choose another data directory with --data.',
  });
}

function foreignFile(path: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'foreign_file',
    message: `Cannot open "${path}": it is a database, but not one of heat's`,
    hint: 'Choose another data directory with --data; the file was not touched.',
  });
}

function newerFile(path: string, version: number, latest: number, name?: string): HeatError {
  const detail = name ? `, it has "${name}"` : '';
  return new HeatError({
    kind: 'conflict',
    code: 'newer_file',
    message: `Cannot open "${path}": its version ${version} is newer than version ${latest} of this heat${detail}`,
    hint: 'Use the newer heat that wrote it, or a backup from before the update.',
  });
}

function wrongFile(path: string, name: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'foreign_file',
    message: `Cannot open "${path}": it is another of heat's files, its history has "${name}"`,
    hint: 'Put each file back under its own name.',
  });
}

function changedStep(path: string, name: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'changed_migration',
    message: `Cannot open "${path}": migration "${name}" was applied with other contents than this heat has`,
    hint: 'Use the heat that wrote it; an applied migration never changes.',
  });
}
