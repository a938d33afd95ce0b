import { expect, test } from 'bun:test';
import { testCatalog } from '../../../test/support/catalog.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { createKeys } from '../../accounts/keys.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Catalog } from '../../storage/port-catalog.ts';
import { openServerDoor } from './server-door.ts';

/** A project, and what opens a door into it while no server says where it answers. */
async function arrange(catalog: Catalog) {
  const clock = testClock();
  const facts = { name: 'Shop', origins: [], timeZone: 'UTC', writeKey: 'hw_1', createdAtMs: 1 };
  const project = await catalog.createProject({ id: 'shop', ...facts });
  const accounts = createKeys({ catalog, clock });
  const given = { accounts, project, findUrl: () => null, nowMs: clock.nowMs, isStopped: () => false };
  return { clock, project, accounts, open: () => openServerDoor(given) };
}

test('close() says nothing of a key that went with its project, so that what ended the import is heard', async () => {
  await using data = await testCatalog();
  const { open } = await arrange(data.catalog);
  const door = await open();
  await data.catalog.removeProject('shop');
  await expect(door.send('[]')).rejects.toMatchObject({ kind: 'unavailable', faultCode: 'server_gone' });
  await door.close();
});

test('openServerDoor() takes out the keys of imports that were killed, and no others', async () => {
  await using data = await testCatalog();
  const { clock, project, accounts, open } = await arrange(data.catalog);
  const expiresAtMs = clock.nowMs() + 1_000;
  const own = { projectNo: project.no, scope: 'admin' as const };
  await accounts.createKey({ ...own, name: 'heat import', expiresAtMs }, 'terminal');
  await open();
  const names = async () => (await accounts.listKeys(project.no)).map(({ name }) => name);
  const ofImport = `heat import, process ${process.pid}`;
  expect((await names()).sort()).toEqual(['heat import', ofImport]);

  clock.advance(LIMITS.importKeyMs);
  const next = await open();
  expect((await names()).sort()).toEqual(['heat import', ofImport]);
  await next.close();
  expect(await names()).toEqual(['heat import']);
});
