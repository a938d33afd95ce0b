import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  AGENTS,
  journalBatch,
  journalEntry,
  journalEvent,
  START_MS,
} from '../../test/support/journal-batches.ts';
import { LIMITS } from '../contract/limits.ts';
import type { JournalBatch } from '../journal/record.ts';
import { type AppliedSession, EVENT_FLAGS, type EventRow } from '../storage/port-apply.ts';
import { type CleanEvent, createCleaner } from './clean.ts';
import { cutParts } from './cut-parts.ts';
import { enrich } from './enrich.ts';
import { parseAgent } from './parse-agent.ts';
import { touchedParts } from './session-runs.ts';
import { type Sessionized, sessionize } from './sessionize.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function eventsAt(times: readonly number[], change: Partial<JournalBatch> = {}, seq = 1): CleanEvent[] {
  const events = times.map((time) =>
    journalEvent({ id: `e${seq}-${time}`, type: 'custom', ts: START_MS + time }),
  );
  const entry = journalEntry(journalBatch({ events, ...change }), { receivedAtMs: START_MS + 100 * HOUR });
  return createCleaner()({ ...entry, seq });
}
const describeEvent = ({ from }: CleanEvent) => enrich(from.batch, parseAgent);

/** Stored events of the test's session; it begins anew without parts. */
let stored: EventRow[] = [];

function run(parts: readonly AppliedSession[], events: readonly CleanEvent[]): Sessionized {
  if (parts.length === 0) stored = [];
  const touched = touchedParts(
    parts,
    events.map(({ row }) => row.tsMs),
  ).map(({ part }) => part);
  const result =
    sessionize(parts, events, describeEvent) ??
    cutParts(parts, events, {
      describe: describeEvent,
      stored: stored.filter(({ part }) => touched.includes(part)),
    });
  for (const { from, to } of result.merged) for (const row of stored) if (row.part === from) row.part = to;
  for (const { eventId, to } of result.moved)
    for (const row of stored) if (row.eventId === eventId) row.part = to;
  stored.push(...result.events.map(({ row }) => row));
  return result;
}
const spans = (parts: readonly AppliedSession[]) =>
  parts.map((part) => [part.part, part.startedAtMs - START_MS, part.endedAtMs - START_MS, part.events]);

describe('sessionize()', () => {
  test('cuts where nothing happened for longer than the idle time', () => {
    const { parts } = run([], eventsAt([0, 30 * MINUTE, 60 * MINUTE + 1, 61 * MINUTE]));
    expect(spans(parts)).toEqual([
      [0, 0, 30 * MINUTE, 2],
      [1, 60 * MINUTE + 1, 61 * MINUTE, 2],
    ]);
  });

  test('lets a session run over midnight', () => {
    // START_MS is 23:40 UTC.
    expect(run([], eventsAt([0, 19 * MINUTE, 21 * MINUTE, 40 * MINUTE])).parts).toHaveLength(1);
  });

  test('ends a session after a day without a gap', () => {
    const times = Array.from({ length: 100 }, (_, index) => index * 20 * MINUTE);
    const { parts } = run([], eventsAt(times));
    expect(spans(parts)).toEqual([
      [0, 0, 24 * HOUR, 73],
      [1, 24 * HOUR + 20 * MINUTE, 33 * HOUR, 27],
    ]);
  });

  test('names the user in all parts of a long session, also when a late event tells of the machine anew', () => {
    const times = Array.from({ length: 100 }, (_, index) => index * 20 * MINUTE + 5 * MINUTE);
    const first = run([], [...eventsAt([0], { isServer: true }), ...eventsAt(times, {}, 2)]).parts;
    const kept = structuredClone(first);
    const { parts, changed } = run(first, eventsAt([MINUTE], { user: { id: 'ana', traits: null } }, 3));
    expect(parts.map(({ userId }) => userId)).toEqual(['ana', 'ana']);
    expect(changed).toHaveLength(2);
    expect(first).toEqual(kept);
  });

  test('puts a late event into the part it belongs to, and widens its span', () => {
    const first = run([], eventsAt([0, MINUTE, 90 * MINUTE]));
    const late = run(first.parts, eventsAt([-10 * MINUTE, 70 * MINUTE], {}, 2));
    expect(spans(late.parts)).toEqual([
      [0, -10 * MINUTE, MINUTE, 3],
      [1, 70 * MINUTE, 90 * MINUTE, 2],
    ]);
    expect(late.events.map((event) => event.row.part)).toEqual([0, 1]);
  });

  test('joins two parts when an event closes the gap between them', () => {
    const first = run([], eventsAt([0, 50 * MINUTE]));
    const late = run(first.parts, eventsAt([25 * MINUTE], {}, 2));
    expect(spans(late.parts)).toEqual([[0, 0, 50 * MINUTE, 3]]);
    expect(late.merged).toMatchObject([{ from: 1, to: 0 }]);
    expect(late.changed).toHaveLength(1);
    expect(late.events.map(({ row }) => row.part)).toEqual([0]);
  });

  const apart: [why: string, other: Partial<JournalBatch>][] = [
    ['another device', { device: { ...journalBatch().device, ua: AGENTS.mobile } }],
    ['a bot', { device: { ...journalBatch().device, ua: AGENTS.bot } }],
  ];
  test.each(apart)('keeps events of %s in a part of their own, in any order', (_, other) => {
    const [desktop, others] = [
      [0, 20 * MINUTE],
      [10 * MINUTE, 40 * MINUTE],
    ] as const;
    const first = run([], eventsAt(desktop));
    const second = run(first.parts, eventsAt(others, other, 2));
    expect(spans(second.parts).map(([, ...span]) => span)).toEqual([
      [0, 20 * MINUTE, 2],
      [10 * MINUTE, 40 * MINUTE, 2],
    ]);
    const turned = run(run([], eventsAt(others, other, 2)).parts, eventsAt(desktop));
    expect(turned.parts.map(({ device, isBot, events }) => [device, isBot, events])).toEqual(
      second.parts.map(({ device, isBot, events }) => [device, isBot, events]).reverse(),
    );
  });

  test('joins parts whatever their visitor, who is the earliest that is told', () => {
    const late = run([], eventsAt([50 * MINUTE], { visitor: 'c:tomorrow' }, 2));
    const first = run(late.parts, eventsAt([0], { visitor: 'c:today' }));
    const { parts } = run(first.parts, eventsAt([25 * MINUTE], { visitor: 'c:tomorrow' }, 3));
    expect(parts).toMatchObject([{ visitor: 'c:today', events: 3 }]);
  });

  test('cuts a long stretch anew when an event comes before it', () => {
    const day = Array.from({ length: 73 }, (_, index) => index * 20 * MINUTE);
    const first = run([], eventsAt(day));
    expect(spans(first.parts)).toEqual([[0, 0, 24 * HOUR, 73]]);
    const late = run(first.parts, eventsAt([-20 * MINUTE], {}, 2));
    expect(spans(late.parts)).toEqual([
      [0, -20 * MINUTE, 24 * HOUR - 20 * MINUTE, 73],
      [1, 24 * HOUR, 24 * HOUR, 1],
    ]);
    expect(late.moved).toMatchObject([{ eventId: `e1-${24 * HOUR}`, to: 1 }]);
  });

  test('puts an event into the nearest part where too many would have to be cut anew', () => {
    const day = eventsAt(Array.from({ length: 73 }, (_, index) => index * 20 * MINUTE));
    const [known] = run([], day).parts;
    const crowd = [{ ...known!, events: LIMITS.recutEvents + 1 }];
    const late = sessionize(crowd, eventsAt([-20 * MINUTE], {}, 2), describeEvent);
    expect(spans(late?.parts ?? [])).toEqual([[0, -20 * MINUTE, 24 * HOUR, LIMITS.recutEvents + 2]]);
  });

  test('lets a server tell of the machine that comes first, whoever came before', () => {
    const server = { isServer: true as const, device: { ...journalBatch().device, ua: '' } };
    const phone = { device: { ...journalBatch().device, ua: AGENTS.mobile } };
    const told = run([], eventsAt([MINUTE], server));
    const first = run(told.parts, eventsAt([0], phone, 2));
    expect(first.parts).toMatchObject([{ device: 'mobile', events: 2 }]);
    const second = run(first.parts, eventsAt([2 * MINUTE], {}, 3));
    const counts = ({ device, events }: AppliedSession) => [device, events];
    expect(second.parts.map(counts).sort()).toEqual([
      ['desktop', 2],
      ['mobile', 1],
    ]);
  });

  test('gives the same parts for any order and portions of days', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 90 });
    const plan = fc.tuple(times, fc.infiniteStream(fc.nat({ max: 3 })), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(plan, fc.constantFrom(1, 5, 8), ([steps, portions, ranks], pace) => {
        const times = steps.map((step) => step * pace * MINUTE);
        const inOrder = run([], eventsAt(times));
        const ranked = times.map((atMs) => ({ atMs, rank: ranks.next().value ?? 0 }));
        const shuffled = ranked.sort((a, b) => a.rank - b.rank).map(({ atMs }) => atMs);
        let parts: AppliedSession[] = [];
        for (let at = 0, seq = 1; at < shuffled.length; seq += 1) {
          const size = 1 + (portions.next().value ?? 0);
          parts = run(parts, eventsAt(shuffled.slice(at, at + size), {}, seq)).parts;
          at += size;
        }
        const plain = (all: readonly AppliedSession[]) =>
          spans(all)
            .map(([, ...span]) => span)
            .sort(([a = 0], [b = 0]) => a - b);
        expect(plain(parts)).toEqual(plain(inOrder.parts));
      }),
    );
  });

  test('leaves the rows it was given as they were', () => {
    const { parts } = run([], eventsAt([0]));
    const before = structuredClone(parts);
    const { changed } = run(parts, eventsAt([MINUTE], { user: { id: 'u', traits: null } }, 2));
    expect(parts).toEqual(before);
    expect(changed).toMatchObject([{ part: 0, events: 2, userId: 'u' }]);
  });

  test('keeps what the first batch said of the device, and the user that was named last', () => {
    const first = run([], eventsAt([0], { user: { id: 'u1', traits: { plan: 'free' } } }));
    const firefox = {
      ...journalBatch().device,
      ua: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko Firefox/132.0',
    };
    const second = run(
      first.parts,
      eventsAt([MINUTE], { device: firefox, user: { id: 'u1', traits: null } }, 2),
    );
    expect(second.parts).toMatchObject([{ browser: 'Chrome', userId: 'u1', traits: { plan: 'free' } }]);
    const third = run(second.parts, eventsAt([2 * MINUTE], { user: { id: 'u2', traits: null } }, 3));
    // Shown are traits of the session's user alone, kept for when u1 is named again.
    expect(third.parts).toMatchObject([{ userId: 'u2', traitsUserId: 'u1', traits: { plan: 'free' } }]);
    const fourth = run(third.parts, eventsAt([3 * MINUTE], {}, 4));
    expect(fourth.parts).toMatchObject([{ userId: 'u2', events: 4 }]);
  });

  test('marks the events of a bot', () => {
    const bot = { ...journalBatch().device, ua: AGENTS.bot };
    const first = run([], eventsAt([0], { device: bot }));
    const second = run(first.parts, eventsAt([MINUTE], {}, 2));
    expect([...first.events, ...second.events].map((event) => event.row.flags)).toEqual([EVENT_FLAGS.bot, 0]);
  });

  test('keeps gaps and spans within their limits and loses no event, whatever the order', () => {
    const times = fc.array(fc.integer({ min: 0, max: 40 * 60 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), (batches) => {
        let parts: AppliedSession[] = [];
        for (const [seq, minutes] of batches.entries()) {
          const fresh = [...new Set(minutes)].map((minute) => minute * MINUTE);
          const result = run(parts, eventsAt(fresh, {}, seq));
          parts = result.parts;
        }
        const seen = new Map<number, number[]>();
        for (const { part, tsMs } of stored) seen.set(part, [...(seen.get(part) ?? []), tsMs]);
        expect([...seen.keys()].sort((a, b) => a - b)).toEqual(parts.map((part) => part.part));
        for (const part of parts) {
          const own = (seen.get(part.part) ?? []).sort((a, b) => a - b);
          expect([part.startedAtMs, part.endedAtMs, part.events]).toEqual([own[0]!, own.at(-1)!, own.length]);
          expect(part.endedAtMs - part.startedAtMs).toBeLessThanOrEqual(LIMITS.sessionMaxMs);
          for (const [index, time] of own.slice(1).entries()) {
            expect(time - own[index]!).toBeLessThanOrEqual(LIMITS.sessionIdleMs);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
