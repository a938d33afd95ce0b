import { expect, test } from 'bun:test';
import { testCatalog } from '../../../test/support/catalog.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { readConfig } from '../../config/config.ts';
import { LIMITS } from '../../contract/limits.ts';
import { lockDataDirectory } from '../../storage/open.ts';
import { openDoor } from './open-door.ts';

test('openDoor() waits for who holds the data without an address, says so once, and gives up in the end', async () => {
  using dir = tempDir();
  await using data = await testCatalog();
  const facts = { name: 'Shop', origins: [], timeZone: 'UTC', writeKey: 'hw_1', createdAtMs: 1 };
  const said: string[] = [];
  const plan = {
    catalog: data.catalog,
    dataDir: dir.path,
    config: readConfig({ flags: { dataDir: dir.path }, env: {} }),
    project: await data.catalog.createProject({ id: 'shop', ...facts }),
    isDryRun: false,
    terminal: { out: () => undefined, err: (text: string) => said.push(text) },
  };
  let waitedMs = 0;
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  const lock = lockDataDirectory(dir.path);
  const busy = {
    kind: 'conflict',
    faultCode: 'already_running',
    hint: expect.stringContaining('another import'),
  };
  await expect(openDoor({ ...plan, isStopped: () => false }, sleep)).rejects.toMatchObject(busy);
  expect(waitedMs).toBe(LIMITS.importPatienceMs);
  expect(said).toEqual([expect.stringContaining('Waiting: another import')]);

  waitedMs = 0;
  await expect(openDoor({ ...plan, isStopped: () => waitedMs >= 1_000 }, sleep)).rejects.toMatchObject(busy);
  expect(waitedMs).toBe(1_000);
  lock.release();
});
