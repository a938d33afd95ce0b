import { expect, test } from 'bun:test';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { LIMITS } from '../../contract/limits.ts';
import { describeCatalog } from '../conformance/catalog-suite.ts';
import { migrate, openCatalog } from '../open.ts';
import { sqliteCatalog } from './catalog-store.ts';
import { openWriter } from './connection.ts';

describeCatalog('SQLite', async () => {
  const dir = tempDir();
  await migrate(dir.path);
  const catalog = await openCatalog(dir.path);
  const other = await openCatalog(dir.path);
  const close = async () => {
    await catalog.close();
    await other.close();
    dir[Symbol.dispose]();
  };
  return { catalog, other, close };
});

test('openCatalog() refuses and creates nothing when migrate() has not run', async () => {
  using dir = tempDir();
  await expect(openCatalog(dir.path)).rejects.toMatchObject({
    kind: 'unavailable',
    faultCode: 'not_migrated',
  });
  expect(existsSync(dir.join('catalog.db'))).toBe(false);
});

test('close() leaves an empty log and private files behind', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const catalog = await openCatalog(dir.path);
  await catalog.recordAudit({ atMs: 1, actor: 'terminal', action: 'a', target: 't', details: null });
  for (const suffix of ['', '-wal', '-shm']) {
    expect(statSync(dir.join(`catalog.db${suffix}`)).mode & 0o777).toBe(0o600);
  }
  await catalog.close();
  const log = dir.join('catalog.db-wal');
  expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
});

test('findProject() throws unavailable when the file is damaged under way', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const before = await openCatalog(dir.path);
  await before.close();
  const size = statSync(dir.join('catalog.db')).size;
  const catalog = await openCatalog(dir.path);
  writeFileSync(dir.join('catalog.db'), Buffer.alloc(size, 0xff));
  await expect(catalog.findProject('x')).rejects.toMatchObject({
    kind: 'unavailable',
    faultCode: 'storage_damaged',
  });
});

test('endSignIn() keeps a bounded number, those that expire last', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const db = openWriter(dir.join('catalog.db'));
  db.run(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${LIMITS.endedSignIns})
     insert into ended_sign_ins select 'j' || i, i from n`,
  );
  const catalog = sqliteCatalog(db);
  await catalog.endSignIn('new', LIMITS.endedSignIns + 1);
  expect([await catalog.isSignInEnded('j1'), await catalog.isSignInEnded('j2')]).toEqual([false, true]);
  expect(await catalog.isSignInEnded('new')).toBe(true);
  expect(await catalog.forgetEndedSignIns(Number.MAX_SAFE_INTEGER)).toBe(LIMITS.endedSignIns);
  await catalog.close();
});

test('recordAudit() goes on when the disk is full, as long as room can be made', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const db = openWriter(dir.join('catalog.db'));
  let rooms = 1;
  const makeRoom = () => {
    if (rooms === 0) return false;
    rooms -= 1;
    db.run('pragma max_page_count = 1000');
    return true;
  };
  const catalog = sqliteCatalog(db, { makeRoom });
  // SQLite answers SQLITE_FULL at this bound, just as it does on a full disk.
  const fill = async () => {
    db.run('pragma max_page_count = 1');
    const details = 'x'.repeat(20_000);
    await catalog.recordAudit({ atMs: 1, actor: 'terminal', action: 'a', target: 't', details });
  };
  await fill();
  expect(rooms).toBe(0);
  await expect(fill()).rejects.toMatchObject({ kind: 'unavailable', faultCode: 'storage_full' });
  expect(await catalog.listProjects()).toEqual([]);
  await catalog.close();
});
