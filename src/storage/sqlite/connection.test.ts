import { describe, expect, test } from 'bun:test';
import { statSync } from 'node:fs';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { asHeatError, openReader, openWriter, readPragma } from './connection.ts';

const FULL = 2;
const NORMAL = 1;
const MEMORY = 2;
const INCREMENTAL = 2;

describe('openWriter()', () => {
  test('openWriter() sets every pragma, and the file is private', () => {
    using dir = tempDir();
    const path = dir.join('a.db');
    const db = openWriter(path);
    db.run('create table t (a integer) strict');
    const read = (name: string) => readPragma(db, name);
    expect([read('busy_timeout'), read('journal_mode'), read('synchronous')]).toEqual([5000, 'wal', FULL]);
    expect([read('foreign_keys'), read('journal_size_limit')]).toEqual([1, 64 * 1_048_576]);
    expect([read('temp_store'), read('trusted_schema'), read('cell_size_check')]).toEqual([MEMORY, 0, 1]);
    expect(read('auto_vacuum')).toBe(INCREMENTAL);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    db.close();
  });

  test('openWriter() syncs at checkpoints only when durability is normal', () => {
    using dir = tempDir();
    const db = openWriter(dir.join('a.db'), { durability: 'normal' });
    expect(readPragma(db, 'synchronous')).toBe(NORMAL);
    db.close();
  });
});

describe('openReader()', () => {
  test('openReader() can read and nothing else, and waits for others as long as a writer does', () => {
    using dir = tempDir();
    const path = dir.join('a.db');
    const writer = openWriter(path);
    writer.run('create table t (a integer) strict');
    const db = openReader(path);
    expect([readPragma(db, 'query_only'), readPragma(db, 'busy_timeout')]).toEqual([1, 5000]);
    expect([readPragma(db, 'temp_store'), readPragma(db, 'trusted_schema')]).toEqual([MEMORY, 0]);
    expect(() => db.run('insert into t values (1)')).toThrow(/readonly/);
    db.close();
    writer.close();
  });

  test('openReader() says which file is missing', () => {
    using dir = tempDir();
    expect(() => openReader(dir.join('none.db'))).toThrow(dir.join('none.db'));
  });
});

describe('asHeatError()', () => {
  const cases: [code: string, faultCode: string][] = [
    ['SQLITE_FULL', 'storage_full'],
    ['SQLITE_IOERR_WRITE', 'storage_failed'],
    ['SQLITE_READONLY_DBMOVED', 'storage_readonly'],
    ['SQLITE_CANTOPEN', 'storage_missing'],
    ['SQLITE_BUSY_SNAPSHOT', 'storage_busy'],
    ['SQLITE_CORRUPT_VTAB', 'storage_damaged'],
    ['SQLITE_NOTADB', 'storage_damaged'],
  ];
  test.each(cases)('asHeatError() makes %s the unavailable %s with a wait', (code, faultCode) => {
    expect(asHeatError({ code })).toMatchObject({ kind: 'unavailable', faultCode, retryAfterSeconds: 2 });
  });

  test('asHeatError() leaves alone what is no trouble of the disk', () => {
    for (const error of [new Error('x'), { code: 'SQLITE_CONSTRAINT' }, { code: 1 }, null, 'SQLITE_FULL']) {
      expect(asHeatError(error)).toBe(error);
    }
  });
});
