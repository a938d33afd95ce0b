// The applier against the journal and a real file: whatever arrives, in whatever order and however often, what is
// counted equals what is stored.

import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, COUNTED_TABLES, type Room } from '../../test/support/apply-room.ts';
import { anyEntry } from '../../test/support/journal-batches.ts';
import { OFFSET_BINS } from '../contract/element.ts';
import { LIMITS } from '../contract/limits.ts';
import type { JournalBatch } from '../journal/record.ts';
import { hash52 } from '../lib/hash.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import { recomputeSession } from './session-counters.ts';

const entries = fc.array(anyEntry, { minLength: 1, maxLength: 12 });
const cuts = fc.array(fc.nat(12), { maxLength: 3 });
const TIMEOUT_MS = 60_000;

describe('applier', () => {
  test(
    'stores every event once and keeps all counts equal to the events, in any order and slicing',
    async () => {
      await fc.assert(
        fc.asyncProperty(entries, cuts, fc.boolean(), async (sent, at, isPacked) => {
          await using room = await applyRoom();
          await applyInSlices(room, sent, at, isPacked);
          if (isPacked) expect(room.rows('events').length + room.rows('clicks').length).toBe(0);
          room.unpack();
          expect(storedKeys(room)).toEqual(sentKeys(sent));
          expectSessionsRecomputable(room);
          expectVisitorsKnown(room);
          expectPartsWhole(room);
          expectSlotsCounted(room);
          expectClicksCounted(room);
        }),
        { numRuns: 50 },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'changes nothing when slices are applied again or overlap',
    async () => {
      await fc.assert(
        fc.asyncProperty(entries, cuts, fc.nat(12), fc.boolean(), async (sent, at, back, isPacked) => {
          await using room = await applyRoom();
          await applyInSlices(room, sent, at, isPacked);
          const before = dump(room);
          room.rewind(back);
          expect(await room.applier().applyAvailable()).toBe(0);
          expect(dump(room)).toEqual(before);
        }),
        { numRuns: 50 },
      );
    },
    TIMEOUT_MS,
  );
});

/** `isPacked`: all that is stored is packed between the slices. */
async function applyInSlices(
  room: Room,
  sent: JournalEntry[],
  at: number[],
  isPacked = false,
): Promise<void> {
  const edges = [0, ...at.filter((edge) => edge < sent.length).sort((a, b) => a - b), sent.length];
  for (const [index, edge] of edges.entries()) {
    const slice = sent.slice(edges[index - 1] ?? 0, edge);
    if (slice.length === 0) continue;
    await room.journal.append(slice);
    // Now and then a new applier, as after a restart, instead of the one with warm memory.
    await room.applier({ isNew: index % 2 === 0 }).applyAvailable();
    if (isPacked) await room.pack();
  }
}

function sentKeys(sent: JournalEntry[]): string[] {
  const keys = new Set<string>();
  for (const { projectNo, body } of sent) {
    const batch = JSON.parse(body) as JournalBatch;
    for (const { sid, id } of batch.events) keys.add(`${projectNo} ${hash52(sid ?? batch.session.id)} ${id}`);
  }
  return [...keys].sort();
}

function storedKeys(room: Room): string[] {
  return room
    .events()
    .map(({ projectNo, session, eventId }) => `${projectNo} ${session} ${eventId}`)
    .sort();
}

function expectSessionsRecomputable(room: Room): void {
  const events = room.events();
  const sessions = room.sessions();
  for (const row of sessions) {
    const own = events.filter(
      (event) =>
        event.projectNo === row.projectNo && event.session === row.session && event.part === row.part,
    );
    expect(row).toMatchObject(recomputeSession(own.reverse()) ?? {});
    // And by the plainest counting there is, for what reports show most.
    const count = (type: string) => own.filter((event) => event.type === type).length;
    expect([row.events, row.pageviews, row.clicks, row.customs]).toEqual([
      own.length,
      count('pageview'),
      count('click'),
      count('custom'),
    ]);
    const flagged = (name: string) => own.filter((event) => event.fields[name] === true).length;
    expect([row.errorClicks, row.quickBacks]).toEqual([flagged('error'), flagged('quickBack')]);
    const times = own.map((event) => event.tsMs);
    expect([row.startedAtMs, row.endedAtMs]).toEqual([Math.min(...times), Math.max(...times)]);
    expect(own.every((event) => ((event.flags & EVENT_FLAGS.bot) !== 0) === row.isBot)).toBe(true);
  }
  expect(sessions.reduce((sum, row) => sum + row.events, 0)).toBe(events.length);
  expect(room.miscountedWords()).toEqual([]);
}

function expectVisitorsKnown(room: Room): void {
  const first = new Map<string, number>();
  for (const { projectNo, visitor, startedAtMs } of room.sessions()) {
    const key = `${projectNo} ${visitor}`;
    first.set(key, Math.min(first.get(key) ?? startedAtMs, startedAtMs));
  }
  const stored = room.rows('visitors').map(([projectNo, visitor, atMs]) => [`${projectNo} ${visitor}`, atMs]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(first));
}

function expectPartsWhole(room: Room): void {
  for (const row of room.sessions()) {
    expect(row.endedAtMs - row.startedAtMs).toBeLessThanOrEqual(LIMITS.sessionMaxMs);
    // Events of another machine under the same id keep a session going too.
    const times = room
      .events()
      .filter((event) => event.session === row.session && event.projectNo === row.projectNo)
      .map((event) => event.tsMs)
      .filter((atMs) => atMs >= row.startedAtMs && atMs <= row.endedAtMs)
      .sort((a, b) => a - b);
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(LIMITS.sessionIdleMs);
  }
}

function expectSlotsCounted(room: Room): void {
  const expected = new Map<string, number[]>();
  for (const event of room.visibleEvents()) {
    const slot = Math.floor(event.tsMs / 900_000);
    const key = [event.projectNo, slot, event.page ?? 0, event.deviceCode].join(' ');
    const counts = expected.get(key) ?? [0, 0, 0, 0, 0, 0, 0];
    const facts = [
      event.type === 'pageview',
      event.type === 'click',
      event.type === 'click' && event.fields.rage === true,
      event.type === 'click' && event.fields.dead === true,
      event.type === 'error',
      event.type === 'custom',
      true,
    ];
    expected.set(
      key,
      counts.map((count, index) => count + Number(facts[index])),
    );
  }
  const stored = room.rows('page_slots').map((row) => [row.slice(0, 4).join(' '), row.slice(4)]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expected));
}

function expectClicksCounted(room: Room): void {
  const elementBins = new Map<string, number>();
  const gridBins = new Map<string, number>();
  const count = (bins: Map<string, number>, key: string) => bins.set(key, (bins.get(key) ?? 0) + 1);
  for (const event of room.visibleEvents()) {
    if (event.type !== 'click' || event.page === null) continue;
    const { x, y, r, doc, rage, dead, error } = event.fields as ClickFields;
    const width = doc?.[0] ?? event.viewW ?? 0;
    const isPlaced = x !== undefined && y !== undefined && width > 0 && x <= width;
    const cell = isPlaced ? Math.floor(y / 8) * 256 + Math.min(255, Math.floor((x / width) * 256)) : -1;
    const hasOffset = r !== undefined && event.element !== null;
    const bin = hasOffset ? (r[1] >> 3) * OFFSET_BINS + (r[0] >> 3) : cell === -1 ? -1 : -2 - cell;
    for (const [kind, isOf] of [true, rage, dead, error].entries()) {
      if (isOf !== true) continue;
      const day = Math.floor(event.tsMs / 86_400_000);
      const place = [event.projectNo, event.page, kind, event.deviceCode, day].join(' ');
      count(elementBins, `${place} ${event.element ?? 0} ${bin}`);
      count(gridBins, `${place} ${cell}`);
    }
  }
  const stored = (table: 'element_bins' | 'grid_bins') =>
    Object.fromEntries(room.rows(table).map((row) => [row.slice(0, -1).join(' '), row.at(-1)]));
  expect(stored('element_bins')).toEqual(Object.fromEntries(elementBins));
  expect(stored('grid_bins')).toEqual(Object.fromEntries(gridBins));
  const clicks = room.events().filter((event) => event.type === 'click' && event.page !== null);
  expect(room.rows('clicks').length).toBe(clicks.length);
}

type ClickFields = {
  x?: number;
  y?: number;
  r?: [number, number];
  doc?: [number, number];
  rage?: boolean;
  dead?: boolean;
  error?: boolean;
};

function dump(room: Room): unknown[] {
  return COUNTED_TABLES.map((table) => [table, room.rows(table)]);
}
