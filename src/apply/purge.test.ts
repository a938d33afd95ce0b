import { expect, test } from 'bun:test';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../test/support/journal-batches.ts';
import { expectAgreeing, expectSums } from '../../test/support/rows-left.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import type { ForgetResult, PurgeOrder } from '../storage/port-forgetting.ts';
import type { Applier } from './applier.ts';
import { createForgetter, type ForgetterDeps } from './forgetter.ts';
import { createForgotten } from './forgotten.ts';

const ORDERED_MS = START_MS + 3 * DAY_MS;
const order: PurgeOrder = {
  ...{ projectNo: 1, id: 'p', kind: 'purge', filters: [], includeBots: true },
  ...{ fromMs: START_MS - DAY_MS, toMs: START_MS + DAY_MS, untilMs: ORDERED_MS },
};
const visit = (id: string, tsMs: number, change: Parameters<typeof journalBatch>[0] = {}) =>
  journalEntry(
    journalBatch({
      session: { id, startedAtMs: null },
      events: [journalEvent({ id: `${id}-${tsMs}`, ts: tsMs })],
      ...change,
    }),
    { receivedAtMs: ORDERED_MS },
  );
const idle = { onMarked: () => undefined, onTaken: () => undefined, onDone: () => undefined };

/** Has these come in, and applied. */
function applying(room: Room, applier: () => Applier) {
  return async (...sent: ReturnType<typeof visit>[]): Promise<void> => {
    await room.journal.append(sent);
    await applier().applyAvailable();
  };
}

/** Until nothing is left to do now. */
async function work(deps: Omit<ForgetterDeps, 'clock'>, clock = testClock()): Promise<void> {
  const forgetter = createForgetter({ ...deps, clock });
  forgetter.add(order);
  for (let tries = 0; tries < 3; tries += 1) {
    while (forgetter.isBusy()) await forgetter.step();
    clock.advance(LIMITS.applyRetryMaxMs);
  }
}

test('why() keeps out what is sent again of purged sessions and nothing else, but for what is imported', async () => {
  await using room = await applyRoom();
  const forgotten = createForgotten('key');
  const apply = applying(room, () => room.applier({ forgotten }));
  // One goes on after the range, as another part of the same session.
  await apply(
    visit('whole', START_MS),
    visit('goes on', START_MS),
    visit('goes on', START_MS + 2 * DAY_MS),
    visit('later', START_MS + 2 * DAY_MS),
  );
  await work({ ...idle, store: room.store, onMarked: forgotten.add });
  const left = () => room.events().map(({ eventId }) => eventId);
  const stays = [`goes on-${START_MS + 2 * DAY_MS}`, `later-${START_MS + 2 * DAY_MS}`].sort();
  expect(left().sort()).toEqual(stays);
  expect(room.applied.map(({ dropped }) => dropped)).toEqual([undefined]);

  await apply(
    // Again, late, and after the order.
    visit('whole', START_MS),
    visit('whole', ORDERED_MS),
    visit('whole', ORDERED_MS + 1),
    visit('goes on', START_MS),
    visit('goes on', START_MS + 1),
    // What stays of it may be told more of.
    visit('goes on', START_MS + 2 * DAY_MS + 5),
    visit('new', START_MS),
  );
  const told = [
    ...[`whole-${ORDERED_MS + 1}`, `goes on-${START_MS + 1}`, `goes on-${START_MS + 2 * DAY_MS + 5}`],
    `new-${START_MS}`,
  ];
  expect(left().sort()).toEqual([...stays, ...told].sort());
  // Nobody is forgotten: the journal is not scrubbed for it.
  expect(room.applied.map(({ dropped }) => dropped)).toEqual([undefined, undefined]);
  // The store knows it after a start.
  const restarted = createForgotten('key');
  restarted.add(await room.store.forgotten(0));
  await room.journal.append([visit('whole', START_MS), visit('whole', START_MS + 7, { isImport: true })]);
  await room.applier({ forgotten: restarted }).applyAvailable();
  expect(left().sort()).toEqual([...stays, ...told, `whole-${START_MS + 7}`].sort());
});

test('step() keeps out what comes late of a noted session before it is gone', async () => {
  await using room = await applyRoom();
  const forgotten = createForgotten('key');
  const apply = applying(room, () => room.applier({ forgotten }));
  await apply(visit('goes on', START_MS), visit('goes on', START_MS + 2 * DAY_MS));
  const forgetter = createForgetter({
    ...{ ...idle, store: room.store, clock: testClock(), onMarked: forgotten.add },
  });
  forgetter.add(order);
  await forgetter.step();
  expect(room.sessions()).toHaveLength(2);
  // It would be a part of its own, and no more is noted.
  await apply(visit('goes on', START_MS - DAY_MS / 4));
  while (forgetter.isBusy()) await forgetter.step();
  expect(room.events().map(({ tsMs }) => tsMs)).toEqual([START_MS + 2 * DAY_MS]);
});

test('step() takes all that there are, and comes back to sessions whose transaction was refused', async () => {
  await using room = await applyRoom();
  // More than one step notes, and than one takes out.
  const count = LIMITS.purgeScanned + 20;
  await room.journal.append(Array.from({ length: count }, (_, n) => visit(`s${n}`, START_MS + n)));
  await room.applier().applyAvailable();
  await room.packAll();
  let refusals = 2;
  const waits: number[] = [];
  await work({
    ...idle,
    store: {
      ...room.store,
      async takeOut(...args) {
        if (refusals-- === 1) throw new HeatError({ kind: 'unavailable', message: 'full' });
        return room.store.takeOut(...args);
      },
      async sessionRows(keys) {
        if (refusals === 2 && waits.length === 0) {
          waits.push(0);
          throw new HeatError({ kind: 'unavailable', message: 'full' });
        }
        return room.store.sessionRows(keys);
      },
    },
    onTrouble: (_, waitMs) => waits.push(waitMs),
  });
  expect(waits).toEqual([0, LIMITS.applyRetryMaxMs, LIMITS.applyRetryMaxMs]);
  expect(room.sessions()).toEqual([]);
  expect(room.rows('events')).toEqual([]);
  expectAgreeing(room);
  await expectSums(room);
});

test('what came of a session between noting it and taking it out stays out when it comes again', async () => {
  await using room = await applyRoom();
  const forgotten = createForgotten('key');
  const applier = room.applier({ forgotten });
  const apply = applying(room, () => applier);
  const stays = START_MS + 2 * DAY_MS;
  const meanwhile = START_MS + 60_000;
  const gone: ForgetResult['sessions'] = [];
  await apply(visit('a', START_MS), visit('a', stays));
  const forgetter = createForgetter({
    ...{ ...idle, store: room.store, clock: testClock(), onMarked: forgotten.add },
    onTaken: applier.distrustMemory,
    onDone: (_, { sessions }) => gone.push(...sessions),
  });
  forgetter.add(order);
  await forgetter.step();
  await apply(visit('a', meanwhile));
  while (forgetter.isBusy()) await forgetter.step();
  // So that what was recorded meanwhile goes, too.
  expect(gone).toMatchObject([{ fromMs: START_MS, toMs: meanwhile }]);
  await apply(visit('a', meanwhile));
  expect(room.events().map(({ eventId }) => eventId)).toEqual([`a-${stays}`]);
});

test('dropProject() ends what is under way, so that a project that is removed meanwhile leaves nothing', async () => {
  await using room = await applyRoom();
  const sent = Array.from({ length: 2 * LIMITS.forgetSessions + 1 }, (_, n) => visit(`s${n}`, START_MS + n));
  const other = journalEntry(journalBatch(), { projectNo: 2, receivedAtMs: ORDERED_MS });
  await room.journal.append([...sent, other]);
  await room.applier().applyAvailable();
  const forgetter = createForgetter({ ...idle, store: room.store, clock: testClock() });
  const later = { ...order, id: 'later' };
  for (const one of [order, { ...order, projectNo: 2 }, later]) forgetter.add(one);
  for (let steps = 0; steps < 2; steps += 1) await forgetter.step();
  expect(room.sessions().filter(({ projectNo }) => projectNo === 1).length).toBeGreaterThan(0);
  forgetter.dropProject(1);
  while ((await room.store.removeProject(1, 1_000)) === 1_000);
  while (forgetter.isBusy()) await forgetter.step();
  expect(room.sessions()).toEqual([]);
  expect(new Set((await room.store.forgotten(0)).map(({ projectNo }) => projectNo))).toEqual(new Set([2]));
  expect(await room.store.removeProject(1, 1_000)).toBe(0);
});
