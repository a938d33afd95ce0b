import { expect, test } from 'bun:test';
import { journalBatch, journalEntry, journalEvent } from '../../../test/support/journal-batches.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { createApplier } from '../../apply/applier.ts';
import { setAsideSlice } from '../../apply/build-slice.ts';
import { migrate } from '../open.ts';
import type { SetAsideRow } from '../port-set-aside.ts';
import { openReader } from '../sqlite/connection.ts';
import { openApplyStore } from './apply-store.ts';
import { openJournalStore } from './journal-store.ts';
import { openSetAsideStore, retrySetAside } from './set-aside-store.ts';

const entryOf = (id: string, projectNo = 1) =>
  journalEntry(journalBatch({ events: [journalEvent({ id })] }), { projectNo });

/** As a server does that passed over what it could not apply, and one that starts afterwards. */
async function serve(dataDir: string, broken: string[] = []): Promise<void> {
  const journal = await openJournalStore(dataDir);
  const store = await openApplyStore(dataDir, { durability: 'normal' });
  const journalId = await journal.id();
  for (const [at, id] of broken.entries()) {
    const entry = entryOf(id, at + 1);
    const seq = await journal.append([entry]);
    await store.commit(setAsideSlice(journalId, { ...entry, seq }, new Error(`cannot read ${id}`)));
  }
  const applier = createApplier({ journal, store, clock: testClock(), onApplied: () => undefined });
  await applier.applyAvailable();
  await store.close();
  await journal.close();
}

function eventIds(dataDir: string): unknown[] {
  const db = openReader(`${dataDir}/events.db`);
  const ids = db.query('select event_id from events order by event_id').values().flat();
  db.close();
  return ids;
}

const seqsOf = (rows: readonly SetAsideRow[]) => rows.map(({ seq }) => seq);

test('batches that were set aside are listed, read, and applied once they are put back', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  await serve(dir.path, ['a', 'b']);
  expect(eventIds(dir.path)).toEqual([]);
  const store = await openSetAsideStore(dir.path);
  const rows = await store.list(null);
  expect(rows).toMatchObject([
    { seq: 1, projectNo: 1, eventCount: 1, reason: expect.stringContaining('cannot read a') },
    { seq: 2, projectNo: 2 },
  ]);
  expect(seqsOf(await store.list(2))).toEqual([2]);
  const [first] = rows;
  const body = (first && (await store.read(first))) ?? '';
  expect(JSON.parse(body)).toMatchObject({ events: [{ id: 'a' }] });
  expect(first?.bytes).toBe(Buffer.byteLength(body));

  expect(await retrySetAside(dir.path, store, rows.slice(0, 1))).toBe(1);
  expect(seqsOf(await store.list(null))).toEqual([2]);
  await store.close();
  await serve(dir.path);
  expect(eventIds(dir.path)).toEqual(['a']);
});

test('a batch that was put back and not yet taken away, as by a kill between the two, is stored once', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  await serve(dir.path, ['a']);
  const store = await openSetAsideStore(dir.path);
  const rows = await store.list(null);
  const stuck = { ...store, remove: async () => 0 };
  await retrySetAside(dir.path, stuck, rows);
  await serve(dir.path);
  expect(eventIds(dir.path)).toEqual(['a']);
  expect(await retrySetAside(dir.path, store, await store.list(null))).toBe(1);
  await serve(dir.path);
  expect(eventIds(dir.path)).toEqual(['a']);
  await store.close();
});

test('remove() takes those that are named and no others', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  await serve(dir.path, ['a', 'b', 'c']);
  const store = await openSetAsideStore(dir.path);
  const rows = await store.list(null);
  expect(await store.remove(rows.slice(1, 2))).toBe(1);
  expect(await store.remove(rows.slice(1, 2))).toBe(0);
  expect(seqsOf(await store.list(null))).toEqual([1, 3]);
  await store.close();
});
