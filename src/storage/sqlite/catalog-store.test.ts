import { expect, test } from 'bun:test';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { describeCatalog } from '../conformance/catalog-suite.ts';
import { migrate, openCatalog } from '../open.ts';

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
