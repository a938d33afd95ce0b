// Views, rests and their bins against the events they come from: whatever arrives, in whatever order and however often,
// across restarts, they equal what the plainest count over the stored events gives.

import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room, type StoredEvent } from '../../test/support/apply-room.ts';
import {
  anyEntry,
  journalBatch,
  journalEntry,
  journalEvent,
  START_MS,
} from '../../test/support/journal-batches.ts';
import { compareEvents } from '../contract/event-order.ts';
import type { Json } from '../contract/wire.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';
import type { JournalEntry } from '../storage/port-journal.ts';

type ScrollFields = {
  scrollY: number;
  maxDepthPct?: number;
  docHeight?: number;
  deepest?: number;
  sections?: [element: number, ms: number, top: number, height: number][];
};
type Outcome = { depthPx: number; docH: number | null; sections: { [element: string]: number } };

// One session and page, few minutes: views and scroll events that cut into each other, many of them sent twice.
const crowded: fc.Arbitrary<JournalEntry[]> = fc
  .array(
    fc.record({
      id: fc.nat(30).map((number) => `e${number}`),
      isView: fc.boolean(),
      minute: fc.nat(6),
      scrollY: fc.nat(3000),
      ms: fc.nat(5000),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((given) =>
    given.map(({ id, isView, minute, scrollY, ms }) => {
      const f: { [key: string]: Json } = isView
        ? {}
        : { scrollY, docHeight: 4000, sections: [[0, ms, 0, 500]] };
      const event = { id, type: isView ? ('pageview' as const) : ('scroll' as const), f };
      const events = [journalEvent({ ...event, ts: START_MS + minute * 60_000 })];
      return journalEntry(journalBatch({ events }), { receivedAtMs: START_MS + 3_600_000 });
    }),
  );

describe('applier', () => {
  test.each([
    ['crowded views', crowded, 120],
    ['any traffic', fc.array(anyEntry, { minLength: 1, maxLength: 12 }), 50],
  ])(
    'keeps views, rests and their bins equal to the events of %s',
    async (_, entries, numRuns) => {
      await fc.assert(
        fc.asyncProperty(
          entries,
          fc.integer({ min: 1, max: 4 }),
          fc.boolean(),
          async (sent, size, isPacked) => {
            await using room = await applyRoom();
            for (let from = 0; from < sent.length; from += size) {
              await room.journal.append(sent.slice(from, from + size));
              await room.applier({ isNew: from % 2 === 0 }).applyAvailable();
              if (isPacked) await room.pack();
            }
            room.unpack();
            expectViews(room);
            expectScrollBins(room);
            expectRests(room);
          },
        ),
        { numRuns },
      );
    },
    60_000,
  );
});

const isPart = (a: StoredEvent, b: StoredEvent): boolean =>
  a.projectNo === b.projectNo && a.session === b.session && a.page === b.page;

/** What came of a pageview, from all events. */
function outcomeOf(view: StoredEvent, events: readonly StoredEvent[]): Outcome {
  const own = events.filter((event) => {
    if (event.type !== 'scroll' || !isPart(event, view)) return false;
    const before = events
      .filter((other) => other.type === 'pageview' && isPart(other, view) && other.tsMs <= event.tsMs)
      .sort(compareEvents);
    return before.at(-1)?.eventId === view.eventId;
  });
  let depthPx = view.viewH ?? 0;
  const heights: number[] = [];
  const sections: Outcome['sections'] = {};
  for (const { viewH, fields } of own) {
    const { scrollY, deepest, maxDepthPct = 0, docHeight = 0, sections: seen = [] } = fields as ScrollFields;
    const told = deepest ?? (maxDepthPct / 100) * docHeight;
    depthPx = Math.max(depthPx, Math.round(told), viewH === null ? 0 : scrollY + viewH);
    if (docHeight > 0) heights.push(docHeight);
    for (const [element, ms] of seen) if (ms > 0) sections[element] = (sections[element] ?? 0) + ms;
  }
  return { depthPx, docH: heights.length === 0 ? null : Math.max(...heights), sections };
}

const pageviews = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.filter((event) => event.type === 'pageview' && event.page !== null);

function expectViews(room: Room): void {
  const events = room.events();
  const expected = pageviews(events).map((view) => {
    const { depthPx, docH, sections } = outcomeOf(view, events);
    const key = [view.projectNo, view.session, view.page, view.tsMs, view.eventId, view.part];
    const isBot = (view.flags & EVENT_FLAGS.bot) === 0 ? 0 : 1;
    return [[...key, view.deviceCode, isBot, view.viewH, docH, depthPx].join(' '), sections];
  });
  const stored = room
    .rows('views')
    .filter((row) => row[4] !== '')
    .map((row) => [row.slice(0, 11).join(' '), Object.fromEntries(JSON.parse(`${row[12]}`))]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expected));
}

function expectScrollBins(room: Room): void {
  const events = room.events();
  const scrolls = new Map<string, [number, number]>();
  const sections = new Map<string, [number, number]>();
  const add = (bins: typeof scrolls, key: (number | null)[], total: number) => {
    const [count, sum] = bins.get(key.join(' ')) ?? [0, 0];
    bins.set(key.join(' '), [count + 1, sum + total]);
  };
  for (const view of pageviews(room.visibleEvents())) {
    const { depthPx, docH, sections: seen } = outcomeOf(view, events);
    const place = [view.projectNo, view.page];
    const when = [view.deviceCode, Math.floor(view.tsMs / 86_400_000)];
    add(scrolls, [...place, 1, ...when, Math.floor(depthPx / 20)], depthPx);
    if (docH) add(scrolls, [...place, 2, ...when, Math.min(100, Math.floor((depthPx * 100) / docH))], 0);
    if (view.viewH) add(scrolls, [...place, 3, ...when, Math.ceil(view.viewH / 100)], 0);
    for (const [element, ms] of Object.entries(seen))
      add(sections, [...place, ...when, Number(element), Math.floor(4 * Math.log2(ms / 100 + 1))], ms);
  }
  const stored = (table: 'scroll_bins' | 'section_bins') =>
    Object.fromEntries(room.rows(table).map((row) => [row.slice(0, 6).join(' '), row.slice(6)]));
  expect(stored('scroll_bins')).toEqual(Object.fromEntries(scrolls));
  expect(stored('section_bins')).toEqual(Object.fromEntries(sections));
}

/** Stored rests add up to the bins, and every move with a pause on a page has its row. */
function expectRests(room: Room): void {
  const bins = new Map<string, [number, number]>();
  const rows = room.rows('rests');
  const keys = rows.map((row) => [row[0], row[3], row[4]].join(' ')).sort();
  const moves = room.events().filter((event) => event.type === 'move' && event.page !== null);
  const withRests = moves.filter((event) => restsOf(event).length > 0);
  expect(keys).toEqual(
    withRests.map((event) => [event.projectNo, event.session, event.eventId].join(' ')).sort(),
  );
  for (const event of withRests) {
    if ((event.flags & EVENT_FLAGS.bot) !== 0) continue;
    for (const [x, y, ms] of restsOf(event)) {
      const column = Math.min(255, Math.floor((x / (event.viewW ?? 0)) * 256));
      const isPlaced = event.viewW !== null && x <= event.viewW;
      const cell = isPlaced ? Math.floor(y / 8) * 256 + column : -1;
      const key = [
        event.projectNo,
        event.page,
        event.deviceCode,
        Math.floor(event.tsMs / 86_400_000),
        cell,
      ].join(' ');
      const [count, sum] = bins.get(key) ?? [0, 0];
      bins.set(key, [count + 1, sum + ms]);
    }
  }
  const stored = room.rows('rest_bins').map((row) => [row.slice(0, 5).join(' '), row.slice(5)]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(bins));
}

/** Each stay of 300 ms and more within 10 px of its first sample, found by following the path sample by sample. */
function restsOf({ fields }: StoredEvent): [x: number, y: number, ms: number][] {
  const numbers = decode(`${fields.path}`);
  const samples = Array.from({ length: numbers.length / 3 }, (_, at) => numbers.slice(at * 3, at * 3 + 3));
  const sum = (upto: number, axis: number) =>
    samples.slice(axis === 0 ? 1 : 0, upto + 1).reduce((total, sample) => total + sample[axis]!, 0);
  const places = samples.map((_, at) => [sum(at, 0), sum(at, 1), sum(at, 2)] as const);
  const found: [number, number, number][] = [];
  let first = 0;
  while (first < places.length) {
    const [t, x, y] = places[first]!;
    const out = places.findIndex(([, px, py], at) => at > first && Math.hypot(px - x, py - y) > 10);
    const end = places.at(out)!;
    if (end[0] - t >= 300) found.push([x, y, end[0] - t]);
    if (out === -1) break;
    first = out;
  }
  return found;
}

function decode(text: string): number[] {
  const digits = [...text].map((sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(sign),
  );
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const digit of digits) {
    value += (digit % 32) * scale;
    scale *= 32;
    if (digit >= 32) continue;
    numbers.push(value % 2 === 0 ? value / 2 : -(value - 1) / 2);
    [value, scale] = [0, 1];
  }
  return numbers;
}
