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
import { type AppliedSession, EVENT_FLAGS } from '../storage/port-apply.ts';
import { type CleanEvent, createCleaner } from './clean.ts';
import { enrich } from './enrich.ts';
import { parseAgent } from './parse-agent.ts';
import { findPart, sessionize } from './sessionize.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function eventsAt(times: readonly number[], change: Partial<JournalBatch> = {}, seq = 1): CleanEvent[] {
  const events = times.map((time) =>
    journalEvent({ id: `e${seq}-${time}`, type: 'custom', ts: START_MS + time }),
  );
  const entry = journalEntry(journalBatch({ events, ...change }), { receivedAtMs: START_MS + 100 * HOUR });
  return createCleaner()({ ...entry, seq });
}
const run = (parts: readonly AppliedSession[], events: readonly CleanEvent[]) =>
  sessionize(parts, events, ({ from }) => enrich(from.batch, parseAgent));
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

  const apart: [why: string, other: Partial<JournalBatch>, atMs: number][] = [
    ['tell of another device', { device: { ...journalBatch().device, ua: AGENTS.mobile } }, 50 * MINUTE],
    ['tell of a bot', { device: { ...journalBatch().device, ua: AGENTS.bot } }, 50 * MINUTE],
    ['tell of another visitor', { visitor: 'c:other' }, 50 * MINUTE],
    ['would outlast the longest session', {}, 24 * HOUR + 20 * MINUTE],
  ];
  test.each(apart)('keeps two parts apart that %s', (_, other, atMs) => {
    const long = Array.from(
      { length: 1 + Math.floor((atMs - 50 * MINUTE) / (25 * MINUTE)) },
      (__, at) => at * 25 * MINUTE,
    );
    const first = run([], eventsAt(long));
    const second = run(first.parts, eventsAt([atMs], other, 2));
    const late = run(second.parts, eventsAt([atMs - 25 * MINUTE], {}, 3));
    expect(late.parts).toHaveLength(2);
    expect(late.merged).toEqual([]);
  });

  test('gives the same parts for any order and portions of a day', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 23 * 60 }), { minLength: 1, maxLength: 60 });
    const plan = fc.tuple(times, fc.infiniteStream(fc.nat({ max: 3 })), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(plan, ([minutes, portions, ranks]) => {
        const inOrder = run([], eventsAt(minutes.map((minute) => minute * MINUTE)));
        const ranked = minutes.map((minute) => ({ minute, rank: ranks.next().value ?? 0 }));
        const shuffled = ranked.sort((a, b) => a.rank - b.rank).map(({ minute }) => minute * MINUTE);
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
    const phone = { ...journalBatch().device, ua: AGENTS.mobile };
    const second = run(
      first.parts,
      eventsAt([MINUTE], { device: phone, user: { id: 'u1', traits: null } }, 2),
    );
    expect(second.parts).toMatchObject([{ device: 'desktop', userId: 'u1', traits: { plan: 'free' } }]);
    const third = run(second.parts, eventsAt([2 * MINUTE], { user: { id: 'u2', traits: null } }, 3));
    // Shown are traits of the session's user alone, kept for when u1 is named again.
    expect(third.parts).toMatchObject([{ userId: 'u2', traitsUserId: 'u1', traits: { plan: 'free' } }]);
    const fourth = run(third.parts, eventsAt([3 * MINUTE], {}, 4));
    expect(fourth.parts).toMatchObject([{ userId: 'u2', events: 4 }]);
  });

  test('marks every event of a part that a bot opened', () => {
    const bot = { ...journalBatch().device, ua: AGENTS.bot };
    const first = run([], eventsAt([0], { device: bot }));
    const second = run(first.parts, eventsAt([MINUTE], {}, 2));
    expect(second.parts).toMatchObject([{ isBot: true, events: 2 }]);
    expect([...first.events, ...second.events].map((event) => event.row.flags)).toEqual([
      EVENT_FLAGS.bot,
      EVENT_FLAGS.bot,
    ]);
  });

  test('keeps gaps and spans within their limits and loses no event, whatever the order', () => {
    const times = fc.array(fc.integer({ min: 0, max: 40 * 60 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), (batches) => {
        let parts: AppliedSession[] = [];
        const seen = new Map<number, number[]>();
        for (const [seq, minutes] of batches.entries()) {
          const fresh = [...new Set(minutes)].map((minute) => minute * MINUTE);
          const result = run(parts, eventsAt(fresh, {}, seq));
          parts = result.parts;
          for (const { from, to } of result.merged) {
            seen.set(to, [...(seen.get(to) ?? []), ...(seen.get(from) ?? [])]);
            seen.delete(from);
          }
          for (const { row } of result.events) seen.set(row.part, [...(seen.get(row.part) ?? []), row.tsMs]);
        }
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

describe('findPart()', () => {
  const part = (startedAtMs: number, endedAtMs: number) => ({ startedAtMs, endedAtMs });

  test.each([
    ['the part that holds it', 5, 0],
    ['the nearer of two', 26 * MINUTE, 1],
    ['the earlier of two equally near', 25 * MINUTE, 0],
    ['none beyond the idle time', 80 * MINUTE + 1, -1],
    ['the last within the idle time', 80 * MINUTE, 1],
  ])('finds %s', (_, tsMs, expected) => {
    expect(findPart([part(0, 0), part(50 * MINUTE, 50 * MINUTE)], tsMs)).toBe(expected);
  });

  test('joins the nearest part once a session has too many', () => {
    const many = Array.from({ length: LIMITS.sessionParts }, (_, index) => part(index * HOUR, index * HOUR));
    expect(findPart(many, LIMITS.sessionParts * 2 * HOUR)).toBe(LIMITS.sessionParts - 1);
    expect(findPart(many.slice(1), 40 * MINUTE - 2 * HOUR)).toBe(-1);
  });
});
