import { expect, test } from 'bun:test';
import { existsSync, rmSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { dataPaths } from '../lib/data-directory.ts';
import { openJournalStore } from './open/journal-store.ts';
import { lockDataDirectory, migrate, renewReserve } from './open.ts';

const ENTRY = { projectNo: 1, receivedAtMs: 1_700_000_000_000, eventCount: 1, body: '{}' };

test('append() refuses while the reserve is given away, and takes again once it is renewed', async () => {
  using dir = tempDir();
  const lock = lockDataDirectory(dir.path);
  await migrate(dir.path);
  const { reserve } = dataPaths(dir.path);
  expect(existsSync(reserve)).toBe(true);
  const journal = await openJournalStore(dir.path);
  expect(await journal.append([ENTRY])).toBe(1);
  // What the catalog does when it finds the disk full.
  rmSync(reserve);
  await expect(journal.append([ENTRY])).rejects.toMatchObject({
    kind: 'unavailable',
    faultCode: 'storage_full',
    retryAfterSeconds: 2,
  });
  expect(renewReserve(dir.path)).toBe(true);
  expect(await journal.append([ENTRY])).toBe(2);
  await journal.close();
  lock.release();
});

test('append() asks for no reserve where there never was room for one', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const journal = await openJournalStore(dir.path);
  expect(await journal.append([ENTRY])).toBe(1);
  await journal.close();
});
