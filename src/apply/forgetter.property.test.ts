// Forgetting somebody against a real file: what is left is what would be there had he never come, however his events
// came and whatever was packed meanwhile.

import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { anyEntry } from '../../test/support/journal-batches.ts';
import { expectAgreeing, packedLeft, rowsLeft } from '../../test/support/rows-left.ts';
import { testClock } from '../../test/support/test-clock.ts';
import type { JournalBatch } from '../journal/record.ts';
import type { ForgetOrder } from '../storage/port-forgetting.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import { createForgetter } from './forgetter.ts';

const LATER_MS = Date.UTC(2030, 0, 1);
const GONE = 'c:gone';

/** Every other entry is of the one who goes; `isShared`: in the same sessions as the others. */
function withVisitors(sent: readonly JournalEntry[], isShared: boolean): JournalEntry[] {
  return sent.map((entry, index) => {
    const batch = JSON.parse(entry.body) as JournalBatch;
    const visitor = index % 2 === 0 ? GONE : 'c:stays';
    const own = (id: string) => (isShared ? id : `${visitor}-${id}`);
    batch.session.id = own(batch.session.id);
    for (const event of batch.events) if (event.sid !== undefined) event.sid = own(event.sid);
    return { ...entry, body: JSON.stringify({ ...batch, visitor }) };
  });
}

async function applyAll(room: Room, sent: readonly JournalEntry[]): Promise<void> {
  for (const entry of sent) {
    await room.journal.append([entry]);
    await room.applier().applyAvailable();
  }
}

async function forget(room: Room, order: ForgetOrder): Promise<number> {
  let sessions = -1;
  const forgetter = createForgetter({
    store: room.store,
    clock: testClock(),
    onMarked: () => undefined,
    onTaken: () => undefined,
    onDone: (_, result) => {
      sessions = result.removed.sessions;
    },
  });
  forgetter.add(order);
  while (forgetter.isBusy()) await forgetter.step();
  await room.store.closeForgetting(order);
  return sessions;
}

const order = (projectNo: number): ForgetOrder => ({
  ...{ projectNo, id: `order-${projectNo}`, kind: 'visitor', subject: GONE, mark: 'm', untilMs: LATER_MS },
});

const runs = { numRuns: 12 };

test('forgetting a visitor leaves what would be there had he never come, sums of packed days included', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (entries, isPacked) => {
        const sent = withVisitors(entries, false);
        await using room = await applyRoom();
        await using without = await applyRoom();
        await applyAll(room, sent);
        await applyAll(
          without,
          sent.filter(({ body }) => !body.includes(GONE)),
        );
        for (const one of isPacked ? [room, without] : []) {
          while (await one.store.packBins(1e6, 50));
          await one.pack();
        }
        await forget(room, order(1));
        await forget(room, order(2));
        for (const one of isPacked ? [room, without] : []) one.unpack();
        expect(rowsLeft(room)).toEqual(rowsLeft(without));
        for (const one of [room, without]) {
          while (await one.store.packBins(1e6, 50));
          while (await one.store.packClicks(1e6, 50));
        }
        expect(packedLeft(room)).toEqual(packedLeft(without));
      },
    ),
    runs,
  );
}, 60_000);

test('what ended before a time goes with everything that was counted of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 8 }), async (entries) => {
      await using room = await applyRoom();
      await applyAll(room, entries);
      const ends = room.sessions().map(({ endedAtMs }) => endedAtMs);
      const beforeMs = ends.toSorted((a, b) => a - b)[Math.floor(ends.length / 2)] ?? 0;
      for (const projectNo of [1, 2]) await forget(room, { projectNo, id: 'age', kind: 'age', beforeMs });
      expect(room.sessions().filter(({ endedAtMs }) => endedAtMs < beforeMs)).toEqual([]);
      expect(room.sessions().length).toBe(ends.filter((endMs) => endMs >= beforeMs).length);
      expectAgreeing(room);
    }),
    runs,
  );
}, 60_000);

test('forgetting a visitor who shared sessions with another leaves rows that agree with each other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { minLength: 2, maxLength: 8 }), async (entries) => {
      await using room = await applyRoom();
      await applyAll(room, withVisitors(entries, true));
      await forget(room, order(1));
      await forget(room, order(2));
      expect(room.sessions().filter(({ visitor }) => visitor === GONE)).toEqual([]);
      expectAgreeing(room);
    }),
    runs,
  );
}, 60_000);
