// Purging sessions against a real file: what is left is what would be there had they never come, however they came, whatever
// was packed, however often it was killed and whatever of them is sent again meanwhile.

import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { anyEntry, START_MS } from '../../test/support/journal-batches.ts';
import { expectAgreeing, expectSums, rowsLeft, sumsStored } from '../../test/support/rows-left.ts';
import { testClock } from '../../test/support/test-clock.ts';
import type { RemovedCounts } from '../contract/personal-data.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { JournalBatch } from '../journal/record.ts';
import { readFilters } from '../reports/filters.ts';
import type { PurgeOrder } from '../storage/port-forgetting.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import { openSqliteApplyStore } from '../storage/sqlite/apply-store.ts';
import { openReader } from '../storage/sqlite/connection.ts';
import { runReport } from '../storage/sqlite/report-methods.ts';
import { createForgetter } from './forgetter.ts';
import { createForgotten } from './forgotten.ts';

const KEY = 'q2Yx0c0jHh1oQ7m6V4bq8fQnqj2kq3hZ8m1r5sT9uVw';
const LATER_MS = Date.UTC(2030, 0, 1);
const runs = { seed: 20261122, numRuns: 8 };

const purge = (projectNo: number, filters: string[], change: Partial<PurgeOrder> = {}): PurgeOrder => ({
  ...{ projectNo, id: `purge-${projectNo}`, kind: 'purge', untilMs: LATER_MS },
  ...{ fromMs: 0, toMs: LATER_MS, filters: readFilters(filters), includeBots: true },
  ...change,
});

/** Every other entry is made up: another app, in sessions and of a visitor of its own. */
function withMadeUp(sent: readonly JournalEntry[]): JournalEntry[] {
  return sent.map((entry, index) => {
    if (index % 2 === 1) return entry;
    const batch = JSON.parse(entry.body) as JournalBatch;
    batch.session.id = `made-${batch.session.id}`;
    for (const event of batch.events) if (event.sid !== undefined) event.sid = `made-${event.sid}`;
    const app = { name: 'made-up', version: null, env: null };
    return { ...entry, body: JSON.stringify({ ...batch, app, visitor: 'c:made-up' }) };
  });
}

const isMadeUp = ({ body }: JournalEntry): boolean => body.includes('c:made-up');

/** An applier that drops what comes late, as that of the worker does. */
async function withForgotten(room: Room) {
  const forgotten = createForgotten(KEY);
  forgotten.add(await room.store.forgotten(0));
  const applier = room.applier({ forgotten });
  return {
    forgotten,
    applier,
    async apply(sent: readonly JournalEntry[]) {
      await room.journal.append([...sent]);
      await applier.applyAvailable();
    },
  };
}

type Meanwhile = { killEvery: number; late: JournalEntry[] };

/** Does the order with a store and a memory of their own after each kill, and applies something late after each. */
async function purgeAll(
  room: Room,
  order: PurgeOrder,
  { killEvery, late }: Meanwhile = { killEvery: Number.POSITIVE_INFINITY, late: [] },
): Promise<RemovedCounts> {
  const waiting = [...late];
  for (;;) {
    const store = await openSqliteApplyStore(room.eventsPath, { durability: 'normal' });
    const { forgotten, applier, apply } = await withForgotten(room);
    let removed: RemovedCounts | null = null;
    const forgetter = createForgetter({
      ...{ store, clock: testClock(), onMarked: forgotten.add, onTaken: applier.distrustMemory },
      onDone: (_, result) => {
        removed = result.removed;
      },
    });
    forgetter.add(order);
    for (let steps = 0; forgetter.isBusy() && steps < killEvery; steps += 1) await forgetter.step();
    const next = waiting.pop();
    if (next) await apply([next]);
    if (removed) await store.closeForgetting(order);
    await store.close();
    if (removed) return removed;
    // Each beginning may take a step that did nothing before.
    killEvery += 1;
  }
}

test('purging an app leaves what would be there had its sessions never come, killed anywhere and with all of it sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (entries, isPacked, killEvery) => {
        const sent = withMadeUp(entries);
        await using room = await applyRoom();
        await using without = await applyRoom();
        for (const [one, own] of [
          [room, sent],
          [without, sent.filter((entry) => !isMadeUp(entry))],
        ] as const) {
          const { apply } = await withForgotten(one);
          for (const entry of own) await apply([entry]);
          // Not its sessions: their blocks number visitors in the order they come in.
          while (isPacked && (await one.store.packBins(1e6, 50)));
          if (isPacked) await one.pack();
        }
        const late = sent.filter(isMadeUp);
        for (const projectNo of [1, 2])
          await purgeAll(room, purge(projectNo, ['app:is:made-up']), { killEvery, late: [] });
        // What is sent again, by whatever applier, does not come back.
        await (await withForgotten(room)).apply(late);
        for (const one of [room, without]) one.unpack();
        expect(rowsLeft(room)).toEqual(rowsLeft(without));
        expect(sumsStored(room)).toEqual(sumsStored(without));
      },
    ),
    runs,
  );
}, 60_000);

const anyFilters = fc.subarray([
  'page:glob:*/a*',
  'page:is_not:/b',
  'device:is:mobile',
  'language:is:de-AT',
  'referrer:contains:google',
  'pageviews:min:1',
  'visitor_type:is:new',
  'event:is:buy',
  'duration:max:1200',
]);

test('purging by any filters takes the sessions that the preview counts and no others, and sums are what is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry, { minLength: 2, maxLength: 8 }),
      anyFilters,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: -1, max: 2 }),
      async (entries, filters, includeBots, isPacked, day) => {
        await using room = await applyRoom();
        const { apply } = await withForgotten(room);
        for (const entry of entries) await apply([entry]);
        if (isPacked) await room.packAll();
        const midnightMs = Math.floor(START_MS / DAY_MS) * DAY_MS + day * DAY_MS;
        const order = purge(1, filters, { includeBots, toMs: midnightMs });
        const db = openReader(room.eventsPath);
        const preview = runReport(db, 'purgeable', { ...order, timeZone: 'UTC' });
        db.close();
        const before = room.sessions().length;
        const { sessions, events, clicks } = await purgeAll(room, order, { killEvery: 7, late: [] });
        expect([sessions, events, clicks]).toEqual([preview.sessions, preview.events, preview.clicks]);
        if (isPacked) room.unpack();
        expect(room.sessions().length).toBe(before - sessions);
        expectAgreeing(room);
        await expectSums(room);
      },
    ),
    runs,
  );
}, 60_000);

test('what is sent of others and again of the purged between the steps leaves rows and sums that agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry, { minLength: 2, maxLength: 6 }),
      fc.array(anyEntry, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (entries, others, isPacked) => {
        await using room = await applyRoom();
        const { apply } = await withForgotten(room);
        for (const entry of entries) await apply([entry]);
        if (isPacked) await room.packAll();
        await purgeAll(room, purge(1, ['device:is:desktop']), {
          killEvery: 1,
          late: [...others, ...entries],
        });
        if (isPacked) room.unpack();
        expectAgreeing(room);
        await expectSums(room);
      },
    ),
    runs,
  );
}, 60_000);
