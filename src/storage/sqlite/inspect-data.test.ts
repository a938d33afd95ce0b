import { expect, test } from 'bun:test';
import { dirname, join } from 'node:path';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../../test/support/journal-batches.ts';
import type { JournalBatch } from '../../journal/record.ts';
import { inspectStored } from './inspect-data.ts';

const DAY_MS = 86_400_000;

test('inspectStored() counts events since an instant, what waits, and the median of clocks by session', async () => {
  await using room = await applyRoom();
  const paths = { journal: join(dirname(room.eventsPath), 'journal.db'), events: room.eventsPath };
  const append = (
    session: string,
    at: { ms: number; behindMs: number; events: number },
    more: Partial<JournalBatch> = {},
  ) =>
    room.journal.append([
      journalEntry(
        journalBatch({
          ...more,
          session: { id: session, startedAtMs: null },
          sentAtMs: at.ms - at.behindMs,
          events: Array.from({ length: at.events }, (_, index) =>
            journalEvent({ id: `${session}-${index}`, ts: at.ms - at.behindMs }),
          ),
        }),
        { receivedAtMs: at.ms },
      ),
    ]);
  await append('old', { ms: START_MS - 10 * DAY_MS, behindMs: 900, events: 4 });
  // Many events of one session are one voice.
  await append('a', { ms: START_MS, behindMs: -5_000, events: 9 });
  await append('b', { ms: START_MS, behindMs: 300_000, events: 1 });
  await append('c', { ms: START_MS, behindMs: 310_000, events: 1 });
  // A file says nothing of clocks, nor of whether anything comes in.
  for (const name of ['e', 'f', 'g'])
    await append(name, { ms: START_MS + 50, behindMs: 9 * DAY_MS, events: 1 }, { isImport: true });
  await room.applier().applyAvailable();
  await append('d', { ms: START_MS, behindMs: 0, events: 1 });

  const facts = inspectStored(paths, START_MS - DAY_MS);
  expect(facts.events).toEqual({ all: 18, recent: 11 });
  expect(facts.skew).toEqual({ sessions: 3, medianMs: 300_000 });
  expect(facts.waiting.batches).toBe(1);
  expect(facts.waiting.bytes).toBeGreaterThan(100);
  expect(facts.lastEvents).toEqual([{ projectNo: 1, receivedAtMs: START_MS }]);
  expect(facts.setAside).toEqual({ batches: 0, events: 0 });
  expect(inspectStored(paths, START_MS + DAY_MS).skew).toBeNull();
});
