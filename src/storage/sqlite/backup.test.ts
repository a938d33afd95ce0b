import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slowSteps } from '../../../test/support/slow-migration.ts';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { systemClock } from '../../lib/clock.ts';
import { backupFile, verify } from './backup.ts';
import { quickCheck } from './check.ts';
import { openReader, openWriter, readPragma } from './connection.ts';
import { inspectFile } from './migrate-inspect.ts';

const PROGRAM = join(import.meta.dir, '..', '..', '..', 'test', 'support', 'slow-migration.ts');
const FOREVER = { deadlineMs: Number.POSITIVE_INFINITY, clock: systemClock };

describe('backupFile()', () => {
  test('backupFile() holds what was committed before it, the log included', () => {
    using dir = tempDir();
    const db = filled(dir, 1000);
    backupFile(db, dir.join('backups', 'copy.db'));
    db.close();
    expect(readdirSync(dir.join('backups'))).toEqual(['copy.db']);
    const copy = openReader(dir.join('backups', 'copy.db'));
    expect(copy.query('select count(*) as count from notes').get()).toEqual({ count: 1000 });
    copy.close();
  });

  test('backupFile() refuses and leaves nothing behind when the file is damaged', () => {
    using dir = tempDir();
    filled(dir, 5000).close();
    damage(dir);
    const db = openWriter(dir.join('data.db'));
    expect(() => backupFile(db, dir.join('backups', 'copy.db'))).toThrow('damaged');
    db.close();
    expect(readdirSync(dir.join('backups'))).toEqual([]);
  });

  test('verify() throws when a page of the copy is damaged', () => {
    using dir = tempDir();
    filled(dir, 5000).close();
    expect(() => verify(dir.join('data.db'))).not.toThrow();
    damage(dir);
    expect(() => verify(dir.join('data.db'))).toThrow('damaged');
  });
});

describe('quickCheck()', () => {
  test('quickCheck() answers true for a sound and for a missing file', () => {
    using dir = tempDir();
    filled(dir, 100).close();
    expect(quickCheck(dir.join('data.db'), FOREVER)).toBe(true);
    expect(quickCheck(dir.join('none.db'), FOREVER)).toBe(true);
  });

  test('quickCheck() throws and names the file when a page is damaged', () => {
    using dir = tempDir();
    filled(dir, 5000).close();
    damage(dir);
    expect(() => quickCheck(dir.join('data.db'), FOREVER)).toThrow(
      `The data file is damaged; see "heat restore" (${dir.join('data.db')})`,
    );
  });

  test('quickCheck() answers false when there is no time left', () => {
    using dir = tempDir();
    filled(dir, 5000).close();
    damage(dir);
    const clock = testClock();
    expect(quickCheck(dir.join('data.db'), { deadlineMs: clock.monotonicMs() - 1, clock })).toBe(false);
  });
});

test('migrateFile() leaves the file at a whole step when its process is killed', async () => {
  using dir = tempDir();
  const path = dir.join('catalog.db');
  for (let round = 0; round < 3; round += 1) {
    const child = Bun.spawn([process.execPath, PROGRAM, path], { stderr: 'inherit' });
    while (inspectFile(path).version === 0) await Bun.sleep(5);
    await Bun.sleep(30 * round);
    child.kill('SIGKILL');
    await child.exited;
    const { version, applied } = inspectFile(path);
    expect(applied.map(({ name }) => name)).toEqual(slowSteps.slice(0, version).map(({ name }) => name));
    const db = openReader(path);
    expect(readPragma(db, 'user_version')).toBe(version);
    const copies = db.query("select count(*) as count from sqlite_schema where name = 'copies'").get();
    expect(copies).toEqual({ count: version === 2 ? 1 : 0 });
    db.close();
    verify(path);
  }
});

function filled(dir: TempDir, rows: number) {
  const db = openWriter(dir.join('data.db'));
  db.run('create table notes (id integer primary key, text text not null) strict');
  db.run(
    `insert into notes (text) with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows}) select printf('%.50c', 'x') || i from n`,
  );
  return db;
}

/** Overwrites a stretch in the middle of the file's pages. */
function damage(dir: TempDir): void {
  const bytes = readFileSync(dir.join('data.db'));
  bytes.fill(0xff, 4096 * 20, 4096 * 20 + 1024);
  writeFileSync(dir.join('data.db'), bytes);
}
