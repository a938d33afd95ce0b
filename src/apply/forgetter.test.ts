import { expect, test } from 'bun:test';
import { applyRoom } from '../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../test/support/journal-batches.ts';
import { expectAgreeing, expectSums } from '../../test/support/rows-left.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { ForgetOrder, ForgetResult } from '../storage/port-forgetting.ts';
import { createApplier } from './applier.ts';
import { createForgetter } from './forgetter.ts';
import { createForgotten, keyedMark, markOf } from './forgotten.ts';

const DAY_MS = 86_400_000;
const KEY = 'q2Yx0c0jHh1oQ7m6V4bq8fQnqj2kq3hZ8m1r5sT9uVw';
const entryOf = (projectNo: number, change: Parameters<typeof journalBatch>[0] = {}) =>
  journalEntry(journalBatch(change), { projectNo });
const age = (projectNo: number, beforeMs: number): ForgetOrder => ({
  ...{ projectNo, id: 'age', kind: 'age', beforeMs },
});

test('add() takes an order of each project, whatever they are called, and one of one project once', async () => {
  await using room = await applyRoom();
  await room.journal.append([entryOf(1), entryOf(2)]);
  await room.applier().applyAvailable();
  const done: [number, ForgetResult][] = [];
  const forgetter = createForgetter({
    ...{ store: room.store, clock: testClock(), onMarked: () => undefined, onTaken: () => undefined },
    onDone: ({ projectNo }, result) => done.push([projectNo, result]),
  });
  for (const projectNo of [1, 2, 1]) forgetter.add(age(projectNo, START_MS + DAY_MS));
  while (forgetter.isBusy()) await forgetter.step();
  expect(done.map(([projectNo, { removed }]) => [projectNo, removed.sessions])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(room.rows('events')).toEqual([]);
});

test('step() waits out a full disk, and does nothing more when nothing is old enough', async () => {
  await using room = await applyRoom();
  await room.journal.append([entryOf(1)]);
  await room.applier().applyAvailable();
  const clock = testClock();
  const calls: string[] = [];
  let isFull = true;
  const forgetter = createForgetter({
    ...{ clock, onMarked: () => undefined, onTaken: () => undefined },
    store: {
      ...room.store,
      async beginOldDays(order) {
        if (isFull) throw new HeatError({ kind: 'unavailable', message: 'full' });
        return room.store.beginOldDays(order);
      },
      async releaseSpace(pages) {
        calls.push('space');
        return room.store.releaseSpace(pages);
      },
    },
    onDone: () => calls.push('done'),
    onTrouble: (_, waitMs) => calls.push(`wait ${waitMs}`),
  });
  forgetter.add(age(1, START_MS - DAY_MS));
  await forgetter.step();
  expect([forgetter.isBusy(), calls]).toEqual([false, [`wait ${LIMITS.applyRetryMaxMs}`]]);
  isFull = false;
  clock.advance(LIMITS.applyRetryMaxMs);
  while (forgetter.isBusy()) await forgetter.step();
  expect(calls.slice(1)).toEqual(['done']);
  expect(room.rows('events')).toHaveLength(1);
});

test('step() takes as many old sessions at once as fit into its time, and gives space back once for all projects', async () => {
  await using room = await applyRoom();
  const session = (n: number) => ({ session: { id: `s${n}`, startedAtMs: null } });
  for (const projectNo of [1, 2])
    await room.journal.append(Array.from({ length: 120 }, (_, n) => entryOf(projectNo, session(n))));
  await room.applier().applyAvailable();
  const clock = testClock();
  const asked: number[] = [];
  let rewritten = 0;
  let slowMs = 0;
  const forgetter = createForgetter({
    ...{ clock, onMarked: () => undefined, onTaken: () => undefined, onDone: () => undefined },
    store: {
      ...room.store,
      async removeOldSessions(order, most) {
        asked.push(most);
        slowMs = order.projectNo === 1 ? 0 : LIMITS.removalSliceMs + 1;
        clock.advance(slowMs);
        return room.store.removeOldSessions(order, most);
      },
      async releaseSpace(pages) {
        const left = await room.store.releaseSpace(pages);
        if (left === 0) rewritten += 1;
        return left;
      },
    },
  });
  for (const projectNo of [1, 2]) forgetter.add(age(projectNo, START_MS + DAY_MS));
  while (forgetter.isBusy()) await forgetter.step();
  const least = LIMITS.oldSessionsMin;
  expect(asked.slice(0, 3)).toEqual([least, 2 * least, 4 * least]);
  expect(asked.slice(-3)).toEqual([least, least, least]);
  expect([room.sessions(), rewritten]).toEqual([[], 1]);
});

test('step() goes on after a kill between noting what is old and removing it, and with the names that it left', async () => {
  await using room = await applyRoom();
  await room.journal.append([entryOf(1)]);
  await room.applier().applyAvailable();
  // No midnight lies before, so nothing goes by whole days.
  const order = age(1, START_MS + 1);
  expect(await room.store.markForgetting(order)).toMatchObject({ found: 1 });
  const results: ForgetResult[] = [];
  const start = () =>
    createForgetter({
      ...{ store: room.store, clock: testClock(), onMarked: () => undefined },
      ...{ onTaken: () => undefined, onDone: (_: unknown, result: ForgetResult) => results.push(result) },
    });
  const killed = start();
  killed.add(order);
  while (room.rows('sessions').length > 0) await killed.step();
  expect(room.rows('pages')).toHaveLength(1);
  const next = start();
  next.add(order);
  while (next.isBusy()) await next.step();
  expect(results.map(({ removed }) => [removed.sessions, removed.pages])).toEqual([[1, 1]]);
  expect(room.rows('pages')).toEqual([]);
});

test('a start settles the days that something went of, takes no more, and leaves nothing begun', async () => {
  await using room = await applyRoom();
  const midnightMs = Math.ceil(START_MS / DAY_MS) * DAY_MS;
  const wrongClock = { projectNo: 1, id: 'age', kind: 'age', beforeMs: midnightMs + 400 * DAY_MS } as const;
  const visit = async (id: string, ts: number) => {
    const events = [journalEvent({ id, ts })];
    const batch = { session: { id, startedAtMs: null }, events };
    await room.journal.append([journalEntry(journalBatch(batch), { receivedAtMs: midnightMs + DAY_MS })]);
    await room.applier({ isNew: true }).applyAvailable();
  };
  await visit('gone', START_MS);
  await room.pack();
  await room.store.beginOldDays(wrongClock);
  expect(await room.store.removeOldSessions(wrongClock, LIMITS.oldSessions)).toBe(1);
  await visit('same day', START_MS + 1);
  await visit('next day', midnightMs + 1);
  const begun: unknown[] = [];
  const forgetter = createForgetter({
    ...{ store: room.store, clock: testClock(), onMarked: () => undefined, onTaken: () => undefined },
    onDone: () => void begun.push(room.store.begunOldDays()),
  });
  for (const order of await room.store.begunOldDays()) forgetter.add(order);
  while (forgetter.isBusy()) await forgetter.step();
  expect(await Promise.all(begun)).toEqual([[]]);
  room.unpack();
  expect(
    room
      .sessions()
      .map(({ clientId }) => clientId)
      .sort(),
  ).toEqual(['next day', 'same day']);
  expectAgreeing(room);
  await expectSums(room);
});

test('why() drops what happened before the order, of the visitor, the user and the session, and nothing after', async () => {
  await using room = await applyRoom();
  const forgotten = createForgotten(KEY);
  const mark = (kind: 'visitor' | 'user', id: string) => markOf(KEY, { projectNo: 1, kind, id });
  const untilMs = START_MS;
  forgotten.add([
    { projectNo: 1, kind: 'visitor', mark: mark('visitor', 'c:gone'), untilMs },
    { projectNo: 1, kind: 'user', mark: mark('user', 'u1'), untilMs },
  ]);
  const applier = createApplier({
    ...{ journal: room.journal, store: room.store, clock: testClock(), forgotten },
    onApplied: (applied) => room.applied.push(applied),
  });
  const at = (id: string, ts: number) => [journalEvent({ id, ts })];
  const named = (id: string, userId: string, ts: number) =>
    journalEvent({ id, ts, type: 'custom', f: { name: 'buy', userId } });
  const session = (id: string) => ({ id, startedAtMs: null });
  await room.journal.append([
    entryOf(1, { visitor: 'c:gone', session: session('a'), events: at('late', START_MS - 1) }),
    entryOf(1, { visitor: 'c:gone', session: session('b'), events: at('new', START_MS + 1) }),
    entryOf(1, { user: { id: 'u1', traits: null }, session: session('c'), events: at('late2', START_MS) }),
    entryOf(1, { visitor: 'c:other', session: session('d'), events: at('other', START_MS - 1) }),
    entryOf(1, {
      ...{ user: { id: 'u2', traits: null }, session: session('e') },
      events: [
        named('late3', 'u1', START_MS),
        named('new2', 'u1', START_MS + 1),
        named('u2s', 'u2', START_MS),
      ],
    }),
    entryOf(2, { visitor: 'c:gone', session: session('a'), events: at('elsewhere', START_MS - 1) }),
  ]);
  await applier.applyAvailable();
  expect(
    room
      .events()
      .map(({ eventId }) => eventId)
      .sort(),
  ).toEqual(['elsewhere', 'new', 'new2', 'other', 'u2s']);
  expect(room.applied.map(({ dropped }) => dropped)).toEqual([3]);
});

test('marks of before there was a key are kept under it: they keep out the same, and tell nobody a guess', async () => {
  await using room = await applyRoom();
  const plain = (kind: string, id: string) => sha256Hex(JSON.stringify([1, kind, id]));
  const untilMs = START_MS;
  for (const [kind, subject] of [
    ['user', 'jane@shop.example'],
    ['visitor', 'c:gone'],
  ] as const) {
    const order = { projectNo: 1, id: kind, kind, subject, mark: plain(kind, subject), untilMs };
    await room.store.markForgetting(order);
  }
  const change = (mark: string) => keyedMark(KEY, mark);
  expect(await room.store.changeMarks(change)).toBe(2);
  expect(await room.store.changeMarks(change)).toBe(0);
  const marks = await room.store.forgotten(0);
  expect(marks.map(({ mark }) => mark).sort()).toEqual(
    [
      markOf(KEY, { projectNo: 1, kind: 'user', id: 'jane@shop.example' }),
      markOf(KEY, { projectNo: 1, kind: 'visitor', id: 'c:gone' }),
    ].sort(),
  );
  expect(marks.map(({ mark }) => mark)).not.toContain(plain('user', 'jane@shop.example'));
  expect(markOf('another', { projectNo: 1, kind: 'visitor', id: 'c:gone' })).not.toBe(
    markOf(KEY, { projectNo: 1, kind: 'visitor', id: 'c:gone' }),
  );
  const forgotten = createForgotten(KEY);
  forgotten.add(marks);
  const applier = createApplier({
    ...{ journal: room.journal, store: room.store, clock: testClock(), forgotten },
    onApplied: () => undefined,
  });
  const events = [journalEvent({ id: 'late', ts: START_MS - 1 })];
  await room.journal.append([entryOf(1, { user: { id: 'jane@shop.example', traits: null }, events })]);
  await applier.applyAvailable();
  expect(room.events()).toEqual([]);
});
