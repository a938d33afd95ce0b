// Taking out whole days against taking out session by session, which is the rule: the same rows, sums and names are left
// whatever came how, however often it was killed, and sums are right whatever comes late meanwhile.

import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { anyEntry, START_MS } from '../../test/support/journal-batches.ts';
import { expectAgreeing, expectSums, rowsLeft, sumsStored } from '../../test/support/rows-left.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { NOTHING_REMOVED, type RemovedCounts } from '../contract/personal-data.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { AgeOrder, ForgetOrder, ForgettingStore } from '../storage/port-forgetting.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import { openSqliteApplyStore } from '../storage/sqlite/apply-store.ts';
import { openReader } from '../storage/sqlite/connection.ts';
import { readAgedSummary } from '../storage/sqlite/report-subject.ts';
import { createForgetter } from './forgetter.ts';
import { takeOut } from './take-out.ts';

type Store = Room['store'];
const age = (projectNo: number, beforeMs: number): AgeOrder => ({
  ...{ projectNo, id: 'age', kind: 'age', beforeMs },
});
const person = (projectNo: number): ForgetOrder => ({
  ...{ projectNo, id: 'person', kind: 'user', subject: 'u1', mark: 'm', untilMs: Date.UTC(2030, 0, 1) },
});
/** The midnight that most of what is sent lies around, others, and moments between them. */
const anyBeforeMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(Math.ceil(START_MS / DAY_MS) * DAY_MS) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -2, max: 4 }).map((days) => (Math.floor(START_MS / DAY_MS) + days) * DAY_MS),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -3000, max: 4500 }).map((minutes) => START_MS + minutes * 60_000),
  },
);
const anyEntries = fc.array(anyEntry, { minLength: 3, maxLength: 10, size: 'max' });

async function apply(room: Room, sent: readonly JournalEntry[]): Promise<void> {
  for (const entry of sent) {
    await room.journal.append([entry]);
    await room.applier().applyAvailable();
  }
}

/** Takes it out by days. `afterStep` is told how many steps were made; true kills. Answers null when it was killed before its end. */
async function byDays(
  store: Store,
  order: ForgetOrder,
  afterStep: (steps: number) => Promise<boolean> = async () => false,
  onTaken: () => void = () => undefined,
): Promise<RemovedCounts | null> {
  let removed: RemovedCounts | null = null;
  const forgetter = createForgetter({
    ...{ store, clock: testClock(), onMarked: () => undefined, onTaken },
    onDone: (_, result) => {
      removed = result.removed;
    },
  });
  forgetter.add(order);
  for (let steps = 1; forgetter.isBusy(); steps += 1) {
    await forgetter.step();
    if (await afterStep(steps)) return removed;
  }
  await store.closeForgetting(order);
  return removed;
}

/** The rule: each session for itself. */
async function oneByOne(store: ForgettingStore, order: AgeOrder): Promise<RemovedCounts> {
  while ((await store.markForgetting(order)).found > 0)
    for (
      let marked = await store.nextMarked(order);
      marked.length > 0;
      marked = await store.nextMarked(order)
    )
      for (const one of marked) {
        const [rows] = await store.sessionRows([one]);
        await store.takeOut(order, [takeOut(rows!, one, null)]);
      }
  while (await store.tidyNames(order));
  const { removed } = await store.forgettingResult(order);
  await store.closeForgetting(order);
  return removed;
}

/** What `heat prune --dry-run` says. */
function agedSummary(room: Room, projectNo: number, beforeMs: number) {
  const db = openReader(room.eventsPath);
  try {
    return readAgedSummary(db, { projectNo, beforeMs });
  } finally {
    db.close();
  }
}

function expectSame(room: Room, other: Room): void {
  for (const one of [room, other]) one.unpack();
  expect(rowsLeft(room)).toEqual(rowsLeft(other));
  for (const table of ['clicks', 'packed_clicks', 'packed_events'] as const)
    expect(room.rows(table as 'clicks')).toEqual(other.rows(table as 'clicks'));
  expect(sumsStored(room)).toEqual(sumsStored(other));
}

function summed(counts: readonly RemovedCounts[]): RemovedCounts {
  const sum = { ...NOTHING_REMOVED };
  for (const one of counts)
    for (const name of Object.keys(sum) as (keyof RemovedCounts)[]) sum[name] += one[name];
  return sum;
}

const runs = { seed: 20261122, numRuns: 15 };

test('taking out whole days leaves and counts what taking out session by session does, after people were forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      anyEntries,
      fc.boolean(),
      anyBeforeMs,
      async (first, late, isPacked, beforeMs) => {
        await using room = await applyRoom();
        await using other = await applyRoom();
        for (const one of [room, other]) {
          await apply(one, first);
          if (isPacked) await one.packAll();
          await byDays(one.store, person(1));
          one.applier().distrustMemory();
          await apply(one, late);
          if (isPacked) await one.packAll();
        }
        for (const projectNo of [1, 2]) {
          const foretold = agedSummary(room, projectNo, beforeMs);
          const removed = await byDays(room.store, age(projectNo, beforeMs));
          expect(removed).toMatchObject(foretold);
          expect(removed).toEqual(await oneByOne(other.store, age(projectNo, beforeMs)));
        }
        expectSame(room, other);
        expectAgreeing(room);
        await expectSums(room);
      },
    ),
    runs,
  );
}, 60_000);

test('taking out whole days that is killed at any moment leaves the same when it is begun again', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      fc.boolean(),
      anyBeforeMs,
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
      async (sent, isPacked, beforeMs, kills) => {
        await using room = await applyRoom();
        await using other = await applyRoom();
        for (const one of [room, other]) {
          await apply(one, sent);
          if (isPacked) await one.packAll();
        }
        const whole = await byDays(other.store, age(1, beforeMs));
        const done: RemovedCounts[] = [];
        for (const kill of [...kills, Number.POSITIVE_INFINITY]) {
          const store = await openSqliteApplyStore(room.eventsPath, { durability: 'normal' });
          // As a start does: what was begun, then what a look finds.
          let steps = 0;
          const isKilled = async () => ++steps === kill;
          for (const order of [...(await store.begunOldDays()), age(1, beforeMs)]) {
            if (steps >= kill) continue;
            const removed = await byDays(store, order, isKilled);
            if (removed) done.push(removed);
          }
          await store.close();
        }
        expect(await room.store.begunOldDays()).toEqual([]);
        expect(summed(done)).toEqual(summed(whole ? [whole] : []));
        expectSame(room, other);
      },
    ),
    runs,
  );
}, 60_000);

test('what comes late while whole days are taken out counts, and goes the next time', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      fc.array(fc.tuple(fc.integer({ min: 2, max: 8 }), anyEntry), { minLength: 2, maxLength: 6 }),
      anyBeforeMs,
      async (sent, late, beforeMs) => {
        await using room = await applyRoom();
        await apply(room, sent);
        await room.packAll();
        const lateAt = (steps: number) => late.flatMap(([step, entry]) => (step === steps ? [entry] : []));
        const onTaken = () => room.applier().distrustMemory();
        await byDays(
          room.store,
          age(1, beforeMs),
          async (steps) => {
            await apply(room, lateAt(steps));
            return false;
          },
          onTaken,
        );
        room.unpack();
        expectAgreeing(room);
        await expectSums(room);
        await byDays(room.store, age(1, beforeMs));
        expect(room.sessions().filter((row) => row.projectNo === 1 && row.endedAtMs < beforeMs)).toEqual([]);
        room.unpack();
        expectAgreeing(room);
        await expectSums(room);
      },
    ),
    runs,
  );
}, 60_000);

/** What may happen between two steps: something comes for the first time or again, heat is killed, days are packed, a person goes. */
type Doing = [afterSteps: number, what: string, entry: JournalEntry];
const anyDoing: fc.Arbitrary<Doing> = fc.tuple(
  fc.integer({ min: 1, max: 10 }),
  fc.constantFrom('late', 'late', 'again', 'again', 'kill', 'pack', 'person'),
  anyEntry,
);

test('whatever happens while whole days are taken out, every event is counted once or gone', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      fc.array(anyDoing, { minLength: 2, maxLength: 8 }),
      anyBeforeMs,
      async (sent, doings, beforeMs) => {
        await using room = await applyRoom();
        await apply(room, sent);
        await room.packAll();
        const todo = [...doings];
        const orders: ForgetOrder[] = [age(1, beforeMs)];
        for (let isDone = false; !isDone; ) isDone = await liveOnce(room, { sent, todo, orders });
        for (let turn = 0; turn < 2; turn += 1) {
          await expectSums(room);
          room.unpack();
          expectAgreeing(room);
          await byDays(room.store, age(1, beforeMs));
        }
        expect(room.sessions().filter((row) => row.projectNo === 1 && row.endedAtMs < beforeMs)).toEqual([]);
      },
    ),
    // Of these, some bring a click again that was killed half-way out.
    { seed: 2, numRuns: 20 },
  );
}, 60_000);

/** One life of a process; false when it was killed before all orders were done. */
async function liveOnce(
  room: Room,
  { sent, todo, orders }: { sent: JournalEntry[]; todo: Doing[]; orders: ForgetOrder[] },
): Promise<boolean> {
  await room.restart();
  const { store } = room;
  const forgetter = createForgetter({
    ...{ store, clock: testClock(), onMarked: () => undefined },
    onTaken: () => room.applier().distrustMemory(),
    onDone: (order) => void store.closeForgetting(order),
  });
  for (const order of [...(await store.begunOldDays()), ...orders]) forgetter.add(order);
  for (let steps = 1; forgetter.isBusy(); steps += 1) {
    await forgetter.step();
    const [afterSteps, what, entry] = todo[0] ?? [];
    if (entry === undefined || steps < (afterSteps ?? 0)) continue;
    todo.shift();
    steps = 0;
    if (what === 'kill') return false;
    if (what === 'pack') await room.packAll();
    if (what === 'again') await apply(room, [sent[entry.eventCount % sent.length] ?? entry]);
    // Ids that nothing else has.
    const body = entry.body.replaceAll(/"id":"e(\d+)"/g, `"id":"late${todo.length}-$1"`);
    if (what === 'late') await apply(room, [{ ...entry, body }]);
    if (what === 'person' && orders.push(person(1)) > 0) forgetter.add(person(1));
  }
  return true;
}
