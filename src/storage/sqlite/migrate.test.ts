import { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { sha256Hex } from '../../lib/hash.ts';
import { APPLICATION_ID, openWriter, readPragma } from './connection.ts';
import { fileStatus, type MigrationTarget, migrateFile } from './migrate.ts';
import type { MigrationStep } from './migrate-steps.ts';

const INIT = step(1, 'init', 'create table notes (id integer primary key, text text not null) strict;');
const MORE = step(
  2,
  'more',
  'alter table notes add column at_ms integer; create table tags (name text) strict;',
);

describe('migrateFile()', () => {
  test('migrateFile() stamps application id and version when the file is new', () => {
    using dir = tempDir();
    const report = run(dir, [INIT, MORE]);
    expect(report).toEqual({
      file: 'catalog',
      from: 0,
      to: 2,
      applied: ['catalog/0001_init', 'catalog/0002_more'],
      backup: null,
    });
    const db = openWriter(dir.join('catalog.db'));
    expect(readPragma(db, 'application_id')).toBe(APPLICATION_ID);
    expect(readPragma(db, 'user_version')).toBe(2);
    expect(readPragma(db, 'auto_vacuum')).toBe(2);
    db.close();
    expect(statSync(dir.join('catalog.db')).mode & 0o777).toBe(0o600);
  });

  test('migrateFile() does nothing when nothing is missing', () => {
    using dir = tempDir();
    run(dir, [INIT]);
    expect(run(dir, [INIT])).toMatchObject({ from: 1, to: 1, applied: [], backup: null });
    expect(existsSync(dir.join('backups'))).toBe(false);
  });

  test('migrateFile() makes a verified private backup when the file has contents', () => {
    using dir = tempDir();
    run(dir, [INIT]);
    write(dir, "insert into notes (text) values ('kept')");
    const { backup } = run(dir, [INIT, MORE]);
    expect(readdirSync(dir.join('backups'))).toEqual(['pre-catalog-1-2-20261121T120000000Z.db']);
    expect(statSync(backup!).mode & 0o777).toBe(0o600);
    const copy = new Database(backup!, { readonly: true });
    expect(copy.query('select text from notes').all()).toEqual([{ text: 'kept' }]);
    expect(readPragma(copy, 'user_version')).toBe(1);
    expect(readPragma(copy, 'application_id')).toBe(APPLICATION_ID);
    copy.close();
  });

  test('migrateFile() replaces the draft of a killed backup', () => {
    using dir = tempDir();
    run(dir, [INIT]);
    mkdirSync(dir.join('backups'));
    writeFileSync(dir.join('backups', 'pre-catalog-1-2-20261121T120000000Z.db.part'), 'half a file');
    expect(run(dir, [INIT, MORE]).applied).toEqual([MORE.name]);
    expect(readdirSync(dir.join('backups'))).toEqual(['pre-catalog-1-2-20261121T120000000Z.db']);
  });

  test('migrateFile() keeps the file as it was before a step that fails halfway', () => {
    using dir = tempDir();
    run(dir, [INIT]);
    const broken = step(2, 'broken', 'create table fine (a integer) strict; insert into nowhere values (1);');
    expect(() => run(dir, [INIT, broken])).toThrow('Cannot apply migration "catalog/0002_broken"');
    const db = openWriter(dir.join('catalog.db'));
    expect(readPragma(db, 'user_version')).toBe(1);
    expect(db.query("select count(*) as count from sqlite_schema where name = 'fine'").get()).toEqual({
      count: 0,
    });
    db.close();
    expect(run(dir, [INIT, MORE]).applied).toEqual([MORE.name]);
  });

  test('migrateFile() goes on where it stopped when a later step had failed', () => {
    using dir = tempDir();
    const third = step(3, 'third', 'insert into nowhere values (1);');
    expect(() => run(dir, [INIT, MORE, third])).toThrow(HeatError);
    expect(run(dir, [INIT, MORE])).toMatchObject({ from: 2, to: 2, applied: [] });
  });

  test('migrateFile() applies a step that is older than the newest applied one', () => {
    using dir = tempDir();
    const late = step(3, 'late', 'create table late (a integer) strict;');
    run(dir, [INIT, late]);
    const report = run(dir, [INIT, MORE, late]);
    expect(report).toMatchObject({ from: 3, to: 3, applied: [MORE.name] });
  });
});

describe('migrateFile() refuses', () => {
  const cases: { name: string; arrange: (dir: TempDir) => void; steps?: MigrationStep[]; message: string }[] =
    [
      {
        name: 'a file with a step that this heat does not know',
        arrange: (dir) => void run(dir, [INIT, MORE]),
        message: 'its version 2 is newer than version 1 of this heat, it has "catalog/0002_more"',
      },
      {
        name: 'a file with a higher version',
        arrange: (dir) => {
          run(dir, [INIT]);
          write(dir, 'pragma user_version = 7');
        },
        message: 'its version 7 is newer than version 1 of this heat',
      },
      {
        name: 'a file whose applied step was changed afterwards',
        arrange: (dir) => void run(dir, [step(1, 'init', 'create table other (a integer) strict;')]),
        message: 'migration "catalog/0001_init" was applied with other contents',
      },
      {
        name: "another of heat's files",
        arrange: (dir) => void run(dir, [{ ...INIT, name: 'events/0001_init' }]),
        message: "it is another of heat's files",
      },
      {
        name: 'a database of another program',
        arrange: (dir) => write(dir, 'create table theirs (a integer)'),
        message: "it is a database, but not one of heat's",
      },
      {
        name: 'an empty database with the stamp of another program',
        arrange: (dir) => write(dir, 'pragma application_id = 77'),
        message: "it is a database, but not one of heat's",
      },
      {
        name: 'a file that is no database',
        arrange: (dir) => writeFileSync(dir.join('catalog.db'), 'not a database at all, '.repeat(200)),
        message: 'not a database; see "heat restore"',
      },
      {
        name: 'a folder',
        arrange: (dir) => mkdirSync(dir.join('catalog.db', 'inner'), { recursive: true }),
        message: 'it is a folder',
      },
    ];
  for (const { name, arrange, message } of cases) {
    test(`migrateFile() refuses and changes nothing when it meets ${name}`, () => {
      using dir = tempDir();
      arrange(dir);
      const before = digest(dir);
      const error = thrown(() => run(dir, [INIT]));
      expect(error).toBeInstanceOf(HeatError);
      expect((error as HeatError).message).toContain(message);
      expect((error as HeatError).message).toContain(dir.join('catalog.db'));
      expect((error as HeatError).message).not.toContain('\n');
      expect(digest(dir)).toBe(before);
    });
  }
});

describe('fileStatus()', () => {
  test('fileStatus() tells versions and missing steps, and creates nothing', () => {
    using dir = tempDir();
    expect(fileStatus(target(dir, [INIT, MORE]))).toMatchObject({
      exists: false,
      version: 0,
      latest: 2,
      pending: [INIT.name, MORE.name],
    });
    expect(readdirSync(dir.path)).toEqual([]);
    run(dir, [INIT]);
    expect(fileStatus(target(dir, [INIT, MORE]))).toMatchObject({
      exists: true,
      version: 1,
      latest: 2,
      applied: [{ name: INIT.name, appliedAtMs: testClock().nowMs() }],
      pending: [MORE.name],
      problem: null,
    });
  });

  test('fileStatus() names the problem when the file cannot be opened', () => {
    using dir = tempDir();
    writeFileSync(dir.join('catalog.db'), 'junk '.repeat(500));
    expect(fileStatus(target(dir, [INIT])).problem).toContain('not a database');
  });
});

function step(version: number, name: string, sql: string): MigrationStep {
  return { name: `catalog/000${version}_${name}`, version, sql, sha256: sha256Hex(sql) };
}

function target(dir: TempDir, steps: MigrationStep[]): MigrationTarget {
  return { file: 'catalog', path: dir.join('catalog.db'), steps };
}

function run(dir: TempDir, steps: MigrationStep[]) {
  return migrateFile(target(dir, steps), { backups: dir.join('backups'), clock: testClock() });
}

function write(dir: TempDir, sql: string): void {
  const db = new Database(dir.join('catalog.db'));
  db.run(sql);
  db.close();
}

function digest(dir: TempDir): string {
  const path = dir.join('catalog.db');
  return statSync(path).isDirectory() ? readdirSync(path).join() : sha256Hex(readFileSync(path, 'latin1'));
}

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}
