import { describe, expect, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../../test/support/journal-batches.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { LIMITS } from '../../contract/limits.ts';
import { describeApplyStore } from '../conformance/apply-suite.ts';
import { openApplyStore } from '../open/apply-store.ts';
import { migrate } from '../open.ts';
import type { ApplyStore, PageInfo } from '../port-apply.ts';
import { openReader } from './connection.ts';

describeApplyStore('SQLite', async () => {
  const dir = tempDir();
  await migrate(dir.path);
  const opened: ApplyStore[] = [];
  const openOne = async () => {
    const store = await openApplyStore(dir.path);
    opened.push(store);
    return store;
  };
  return {
    store: await openOne(),
    reopen: openOne,
    async close() {
      for (const store of opened) await store.close();
      dir[Symbol.dispose]();
    },
  };
});

describe('infos of SQLite', () => {
  const page: PageInfo = { projectNo: 1, page: 5, host: 'h', path: '/p', title: 'Old', seenAtMs: 10 };
  test.each<[string, Partial<PageInfo>, string | null, number]>([
    ['a newer title', { title: 'New', seenAtMs: 20 }, 'New', 20],
    ['the title when a newer view has none', { title: null, seenAtMs: 20 }, 'Old', 20],
    ['the title when an older view comes late', { title: 'Older', seenAtMs: 5 }, 'Old', 10],
  ])('keep %s', async (_, change, title, seenAtMs) => {
    await using room = await applyRoom();
    const slice = { journalId: 'j', events: [], clicks: [], sessions: [], elements: [], boxes: [] };
    const counts = { pageSlots: [], elementBins: [], gridBins: [] };
    await room.store.commit({ ...slice, ...counts, toSeq: 1, pages: [page] });
    await room.store.commit({ ...slice, ...counts, toSeq: 2, pages: [{ ...page, ...change }] });
    expect(room.rows('pages')).toEqual([[1, 5, 'h', '/p', title, seenAtMs]]);
  });
});

test('commit() keeps the newest server time of each project', async () => {
  await using room = await applyRoom();
  const at = (projectNo: number, receivedAtMs: number, id: string) =>
    journalEntry(journalBatch({ events: [journalEvent({ id })] }), { projectNo, receivedAtMs });
  await room.journal.append([at(1, START_MS + 5, 'a'), at(2, START_MS + 9, 'b')]);
  await room.applier().applyAvailable();
  await room.journal.append([at(1, START_MS + 7, 'c'), at(2, START_MS + 8, 'd')]);
  await room.applier().applyAvailable();
  expect(room.rows('last_events')).toEqual([
    [1, START_MS + 7],
    [2, START_MS + 9],
  ]);
});

describe('write-ahead log of the events file', () => {
  const entries = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const events = Array.from({ length: 1_000 }, (_, event) =>
        journalEvent({ id: `e${from + index}-${event}`, type: 'custom' }),
      );
      return journalEntry(journalBatch({ events, session: { id: `s${from + index}`, startedAtMs: null } }));
    });

  test('is emptied by checkpoint() as soon as no reader needs it', async () => {
    await using room = await applyRoom();
    const wal = () => Bun.file(`${room.eventsPath}-wal`).size;
    const reader = openReader(room.eventsPath);
    await room.journal.append(entries(0, 1));
    await room.applier().applyAvailable();
    reader.run('begin');
    reader.query('select count(*) from events').get();
    await room.journal.append(entries(1, 1));
    await room.applier().applyAvailable();
    await room.store.checkpoint();
    expect(wal()).toBeGreaterThan(0);
    reader.run('commit');
    await room.store.checkpoint();
    expect(wal()).toBe(0);
    reader.close();
  });

  test('stays bounded while small slices keep coming', async () => {
    await using room = await applyRoom();
    let most = 0;
    for (let n = 0; n < 600; n += 1) {
      const events = [journalEvent({ id: `e${n}`, type: 'click', p: 0 })];
      await room.journal.append([
        journalEntry(journalBatch({ events, session: { id: `s${n}`, startedAtMs: null } })),
      ]);
      await room.applier().applyAvailable();
      most = Math.max(most, Bun.file(`${room.eventsPath}-wal`).size);
    }
    expect(most).toBeLessThan(1.3 * LIMITS.checkpointPages * 4_096);
  });
});
