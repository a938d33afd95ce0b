import { expect, test } from 'bun:test';
import { testCatalog } from '../../../test/support/catalog.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { createKeys } from '../../accounts/keys.ts';
import { openServerDoor } from './server-door.ts';

test('close() says nothing of a key that went with its project, so that what ended the import is heard', async () => {
  await using data = await testCatalog();
  const clock = testClock();
  const facts = { name: 'Shop', origins: [], timeZone: 'UTC', writeKey: 'hw_1', createdAtMs: 1 };
  const project = await data.catalog.createProject({ id: 'shop', ...facts });
  const accounts = createKeys({ catalog: data.catalog, clock });
  const door = await openServerDoor({ accounts, project, findUrl: () => null, nowMs: clock.nowMs });
  await data.catalog.removeProject('shop');
  await expect(door.send('[]')).rejects.toMatchObject({ kind: 'unavailable', faultCode: 'server_gone' });
  await door.close();
});
