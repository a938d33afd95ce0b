import { expect, test } from 'bun:test';
import { applyRoom, type Room } from '../../../test/support/apply-room.ts';
import {
  AGENTS,
  journalBatch,
  journalEntry,
  journalEvent,
  START_MS,
} from '../../../test/support/journal-batches.ts';
import { expectAgreeing, expectSums } from '../../../test/support/rows-left.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { createApplier } from '../../apply/applier.ts';
import { createOldDays } from '../../apply/old-days.ts';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { JournalEvent } from '../../journal/record.ts';
import type { DaySums } from '../port-forgetting.ts';
import { openSqliteApplyStore } from './apply-store.ts';

const MIDNIGHT_MS = Math.ceil(START_MS / DAY_MS) * DAY_MS;
const MINUTE_MS = 60_000;
const order = { projectNo: 1, id: 'age', kind: 'age', beforeMs: MIDNIGHT_MS } as const;
const NO_SUMS: DaySums = {
  ...{ pageSlots: [], elementBins: [], gridBins: [], viewBins: [] },
  ...{ restBins: [], scrollBins: [], sectionBins: [] },
};
const clicked = { f: { x: 5, y: 5, r: [9, 9], doc: [1440, 3000] }, e: 0 };

/** A session that begins at 23:40 and clicks once after so many minutes, or of what is given. */
async function visit(room: Room, id: string, minutes: number, events?: JournalEvent[], ua?: string) {
  const click = journalEvent({
    id: `${id}-c`,
    type: 'click',
    ts: START_MS + minutes * MINUTE_MS,
    ...clicked,
  });
  const given = events ?? [journalEvent({ id: `${id}-p` }), click];
  const batch = journalBatch({ session: { id, startedAtMs: null }, visitor: `c:${id}`, events: given });
  if (ua !== undefined) batch.device = { ...batch.device, ua };
  await room.journal.append([journalEntry(batch, { receivedAtMs: MIDNIGHT_MS + 60 * MINUTE_MS })]);
  await room.applier({ isNew: true }).applyAvailable();
}

/** As far as a process comes that is killed before the blocks of what went. */
async function removeSessions(room: Room): Promise<void> {
  await room.store.beginOldDays(order);
  while ((await room.store.removeOldSessions(order, LIMITS.oldSessions)) > 0);
}

async function settle(room: Room, store = room.store): Promise<void> {
  const days = createOldDays({ store, clock: testClock() }, order);
  while ((await days.step()) !== 'done');
}

test('removeOldBlock() drops what went and makes rows of what stays, and leaves whole blocks of what stays alone', async () => {
  await using room = await applyRoom();
  await visit(room, 'gone', 5);
  await visit(room, 'stays', 25);
  await room.packAll();
  expect(room.rows('packed_events' as 'events')).toHaveLength(1);
  await settle(room);
  expect(room.rows('packed_events' as 'events')).toHaveLength(0);
  expect(room.events().map(({ eventId }) => eventId)).toEqual(['stays-c', 'stays-p']);
  await expectSums(room);
  await room.store.closeForgetting(order);
  await room.packAll();
  const [block] = room.rows('packed_events' as 'events');
  // Nothing is old enough now, and what is packed is not touched.
  expect(await room.store.beginOldDays(order)).toBeNull();
  expect(room.rows('packed_events' as 'events')).toEqual([block as never]);
});

test('a session that comes again before its events are gone is new, and is not given them back', async () => {
  await using room = await applyRoom();
  await visit(room, 'gone', 5);
  await visit(room, 'other', 5);
  await room.packAll();
  await removeSessions(room);
  const late = journalEvent({ id: 'late', ts: START_MS + 2 * MINUTE_MS });
  await visit(room, 'gone', 0, [late, journalEvent({ id: 'gone-p' })]);
  await visit(room, 'gone', 0, [journalEvent({ id: 'later', ts: START_MS + 3 * MINUTE_MS })]);
  room.unpack();
  expect(room.events().map(({ eventId }) => eventId)).toEqual(['gone-p', 'late', 'later']);
  await settle(room);
  expectAgreeing(room);
  await expectSums(room);
});

test('settleOldDays() asks again for what stays when something came late, also of a session that stays', async () => {
  await using room = await applyRoom();
  await visit(room, 'stays', 25);
  await visit(room, 'gone', 5);
  await removeSessions(room);
  await room.store.stayingInOldDays(order, null);
  const scroll = { scrollY: 900, scrollDepthPct: 80, docHeight: 3000 };
  const after = { id: 'stays-s', type: 'scroll', ts: MIDNIGHT_MS + MINUTE_MS, f: scroll } as const;
  await visit(room, 'stays', 0, [journalEvent(after)]);
  expect(await room.store.settleOldDays(order, NO_SUMS)).toBe('stale');
  await room.store.stayingInOldDays(order, null);
  await visit(room, 'new', 5);
  expect(await room.store.settleOldDays(order, NO_SUMS)).toBe('stale');
  await settle(room);
  await expectSums(room);
});

test('names go with whole days that bear them alone: pages, elements, and sections that only bots saw', async () => {
  await using room = await applyRoom();
  const sections = [[1, 500, 0, 400]];
  const f = { scrollY: 0, scrollDepthPct: 10, docHeight: 3000, sections };
  const events = [journalEvent(), journalEvent({ id: 's', type: 'scroll', f })];
  await visit(room, 'gone', 0, events, AGENTS.bot);
  await visit(room, 'gone-too', 5);
  await room.packAll();
  expect(room.rows('elements')).toHaveLength(2);
  await settle(room);
  while (await room.store.tidyNames(order));
  for (const table of ['elements', 'pages', 'boxes', 'visitors', 'sessions'] as const)
    expect([table, room.rows(table)]).toEqual([table, []]);
  expect((await room.store.forgettingResult(order)).removed).toMatchObject({
    ...{ sessions: 2, events: 4, pageviews: 2, clicks: 1, pages: 1, elements: 2 },
  });
});

test('a session that comes again on another day is not given back what a killed process had removed of it', async () => {
  await using room = await applyRoom();
  await visit(room, 'gone', 5);
  await visit(room, 'other', 5);
  await room.packAll();
  await removeSessions(room);
  const store = await openSqliteApplyStore(room.eventsPath, { durability: 'normal' });
  const batch = journalBatch({
    session: { id: 'gone', startedAtMs: null },
    visitor: 'c:gone',
    events: [journalEvent({ id: 'again', ts: MIDNIGHT_MS + 30 * MINUTE_MS })],
  });
  await room.journal.append([journalEntry(batch, { receivedAtMs: MIDNIGHT_MS + 60 * MINUTE_MS })]);
  const { journal } = room;
  await createApplier({ journal, store, clock: testClock(), onApplied: () => undefined }).applyAvailable();
  await settle(room, store);
  await store.close();
  room.unpack();
  expect(room.rows('packed_events' as 'events')).toEqual([]);
  expect(room.events().map(({ eventId }) => eventId)).toEqual(['again']);
  expectAgreeing(room);
  await expectSums(room);
});

test('settleOldDays() goes on while sessions that stay have more on later days, as those of servers do all month', async () => {
  await using room = await applyRoom();
  const later = (id: string, minutes: number) => journalEvent({ id, ts: MIDNIGHT_MS + minutes * MINUTE_MS });
  await visit(room, 'month', 0, [journalEvent({ id: 'first' }), later('next', 600)]);
  await visit(room, 'gone', 5);
  await removeSessions(room);
  const days = createOldDays({ store: room.store, clock: testClock() }, order);
  let state = await days.step();
  for (let steps = 1; state !== 'done' && steps < 50; steps += 1) {
    await visit(room, 'month', 0, [later(`more-${steps}`, 600 + steps)]);
    state = await days.step();
  }
  expect(state).toBe('done');
  await expectSums(room);
});

test('a click that is sent again between the removal and the settling of its day stands once', async () => {
  await using room = await applyRoom();
  await visit(room, 'gone', 5);
  await visit(room, 'other', 5);
  await room.packAll();
  await removeSessions(room);
  await visit(room, 'gone', 5);
  const days = createOldDays({ store: room.store, clock: testClock() }, { ...order, isBegun: true });
  while ((await days.step()) !== 'done');
  await expectSums(room);
  await room.packAll();
  await expectSums(room);
  room.unpack();
  expectAgreeing(room);
});

test('two clicks of one moment both stay packed with the session that stays', async () => {
  await using room = await applyRoom();
  const clickAt = (id: string, minutes: number) =>
    journalEvent({ id, type: 'click', ts: START_MS + minutes * MINUTE_MS, ...clicked });
  await visit(room, 'gone', 5);
  await visit(room, 'stays', 0, [clickAt('a', 5), clickAt('b', 5), clickAt('c', 25)]);
  await room.packAll();
  await settle(room);
  await expectSums(room);
  expect(room.rows('clicks')).toEqual([]);
});
