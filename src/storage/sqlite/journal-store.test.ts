import { expect, test } from 'bun:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { LIMITS } from '../../contract/limits.ts';
import { describeJournal } from '../conformance/journal-suite.ts';
import { openJournalStore } from '../open/journal-store.ts';
import { migrate } from '../open.ts';
import type { JournalStore } from '../port-journal.ts';
import { openReader, readPragma } from './connection.ts';

describeJournal('SQLite', async () => {
  const dir = tempDir();
  await migrate(dir.path);
  const opened: JournalStore[] = [];
  const openOne = async (readonly: boolean) => {
    const store = await openJournalStore(dir.path, { readonly });
    opened.push(store);
    return store;
  };
  return {
    writer: await openOne(false),
    reader: await openOne(true),
    reopen: () => openOne(false),
    async close() {
      for (const store of opened) await store.close();
      dir[Symbol.dispose]();
    },
  };
});

test('a reader says what is missing when no writer has opened the journal yet', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const reader = await openJournalStore(dir.path, { readonly: true });
  await expect(reader.id()).rejects.toMatchObject({ kind: 'unavailable' });
  await reader.close();
});

test('prune() gives the pages of a large backlog back to the disk', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const store = await openJournalStore(dir.path, { durability: 'normal' });
  const body = 'x'.repeat(1_000_000);
  const entry = { projectNo: 1, receivedAtMs: 1, eventCount: 1, body };
  const count = Math.ceil(((LIMITS.journalFreePages + LIMITS.journalVacuumPages) * 4096) / body.length) + 5;
  for (let index = 0; index < count; index++) await store.append([entry]);
  const reader = openReader(dir.join('journal.db'));
  const pages = () => Number(readPragma(reader, 'page_count'));
  const before = pages();
  await store.prune(count, count);
  // The file also loses the page that told where the freed ones were.
  expect(before - pages()).toBeGreaterThanOrEqual(LIMITS.journalVacuumPages);
  expect(before - pages()).toBeLessThan(LIMITS.journalVacuumPages + 10);
  reader.close();
  await store.close();
});
