// Blocks of sessions beside the rows that they stand for: whatever comes, in whatever order, a block is right or gone.

import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../../test/support/apply-room.ts';
import { anyEntry, journalBatch, journalEntry, journalEvent } from '../../../test/support/journal-batches.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { openReader } from './connection.ts';
import { packBlock } from './packed-sessions.ts';
import { BLOCK_DIMENSIONS, readTuples } from './session-block.ts';

type Block = { projectNo: number; fromMs: number; toMs: number };

test('packSessions() leaves blocks that equal their rows, whatever is applied in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 12 }), async (sent) => {
      await using room = await applyRoom();
      for (const entry of sent) {
        await room.journal.append([entry]);
        await room.applier().applyAvailable();
        expectBlocksRight(room);
        await packAll(room);
        expectBlocksRight(room);
      }
      const packed = blocksOf(room).reduce((sum, { sessions }) => sum + sessions, 0);
      expect(packed).toBe(room.sessions().length);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('packSessions() packs the days of a changed session anew, and no younger day', async () => {
  await using room = await applyRoom();
  const dayMs = Date.UTC(2026, 10, 20);
  const send = async (no: number, id: string, ts: number): Promise<void> => {
    const batch = journalBatch({ session: { id: `s${no}`, startedAtMs: null }, visitor: `c:${no}` });
    const entry = journalEntry(
      { ...batch, events: [journalEvent({ id, ts })] },
      { receivedAtMs: ts + 1_000 },
    );
    await room.journal.append([entry]);
    await room.applier().applyAvailable();
  };
  const daysPacked = (): number[][] =>
    blocksOf(room).map((block) => [(block.fromMs - dayMs) / DAY_MS, block.sessions]);
  for (const no of [0, 1, 2]) await send(no, 'e1', dayMs + no * DAY_MS + 60_000);
  const beforeDay = dayMs / DAY_MS + 2;
  await packAll(room, beforeDay);
  expect(daysPacked()).toEqual([
    [0, 1],
    [1, 1],
  ]);
  // The second session turns out to have begun the day before: both days hold it, or held it.
  await send(1, 'e2', dayMs + DAY_MS - 60_000);
  expect(daysPacked()).toEqual([]);
  await packAll(room, beforeDay);
  expect(daysPacked()).toEqual([[0, 2]]);
  expectBlocksRight(room);
  expect(room.rows('visitors').map(([, visitor, , number]) => [visitor, number])).toEqual([
    ['c:0', 0],
    ['c:1', 1],
    ['c:2', null],
  ]);
});

async function packAll({ store }: Room, beforeDay = Date.UTC(2100, 0) / DAY_MS): Promise<void> {
  for (let steps = 0; await store.packSessions(beforeDay); steps += 1) expect(steps).toBeLessThan(1_000);
}

function blocksOf(room: Room): (Block & { sessions: number })[] {
  const db = openReader(room.eventsPath);
  try {
    return db
      .query<Block & { sessions: number }, []>(
        `select project_no as projectNo, from_ms as fromMs, to_ms as toMs, sessions from packed_sessions
         where field = 'core' order by project_no, from_ms`,
      )
      .all();
  } finally {
    db.close();
  }
}

/** Packs every block once more, beside what is stored. */
function expectBlocksRight(room: Room): void {
  const db = openReader(room.eventsPath);
  try {
    for (const block of blocksOf(room)) {
      const tuples = readTuples(db, block, { dimensions: BLOCK_DIMENSIONS });
      const fields = packBlock(db, block, tuples, (tuple) => tuple[10] ?? -1);
      const stored = db
        .query<[string, Uint8Array], [number, number]>(
          'select field, body from packed_sessions where project_no = ? and from_ms = ?',
        )
        .values(block.projectNo, block.fromMs);
      expect(Object.fromEntries(stored)).toEqual(fields);
    }
  } finally {
    db.close();
  }
}
