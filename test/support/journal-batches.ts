// Made-up batches as the door would write them into the journal, for tests of everything behind it.

import fc from 'fast-check';
import type { EventType } from '../../src/contract/event-types.ts';
import type { Json, Props } from '../../src/contract/wire.ts';
import type { JournalBatch, JournalEvent } from '../../src/journal/record.ts';
import { encodeVlq } from '../../src/lib/vlq.ts';
import type { JournalEntry } from '../../src/storage/port-journal.ts';

export const AGENTS = {
  desktop:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  mobile:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  bot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  unknown: '',
} as const;

export const START_MS = Date.UTC(2026, 10, 21, 23, 40);

/** A pageview at 23:40 UTC, changed by `change`. */
export function journalEvent(change: Partial<JournalEvent> = {}): JournalEvent {
  return { id: 'e1', type: 'pageview', ts: START_MS, p: 0, w: 0, f: {}, ...change };
}

/** A batch with one page, one view and two elements; its clock is right. */
export function journalBatch(change: Partial<JournalBatch> = {}): JournalBatch {
  return {
    v: 1,
    keyId: 'key1',
    sentAtMs: null,
    sdk: { name: 'heat', version: '1.0.0' },
    app: null,
    session: { id: 's1', startedAtMs: null },
    visitor: 'c:visitor',
    user: null,
    device: {
      ua: AGENTS.desktop,
      platform: 'Win32',
      language: 'de-AT,de;q=0.9',
      screenW: 1920,
      screenH: 1080,
    },
    country: 'AT',
    rate: 1,
    moveRate: 1,
    pages: [{ url: 'https://shop.example/a', title: 'A' }],
    views: [[1440, 900, 1]],
    elements: [
      { tag: 'button', id: 'buy' },
      { tag: 'a', href: '/b', text: 7 },
    ],
    events: [journalEvent()],
    ...change,
  };
}

export function journalEntry(batch: JournalBatch, change: Partial<JournalEntry> = {}): JournalEntry {
  const { length: eventCount } = batch.events;
  return {
    projectNo: 1,
    receivedAtMs: START_MS + 60_000,
    eventCount,
    body: JSON.stringify(batch),
    ...change,
  };
}

const PAGES = [
  { url: 'https://shop.example/a?utm_source=news', title: 'A', referrer: 'https://www.google.com/' },
  { url: 'https://SHOP.example/b/#top', referrer: 'https://shop.example/a' },
  { url: '/c', title: 'C' },
];
const VIEWS: JournalBatch['views'] = [
  [1440, 900, 1],
  [390, 844, 3],
];
const MINUTE_MS = 60_000;

const anyFields: Record<EventType, fc.Arbitrary<{ [key: string]: Json }>> = {
  pageview: fc.record({ title: fc.constantFrom('', 'Title'), to: fc.constant('/a') }),
  click: fc.record(
    {
      x: fc.integer({ min: 0, max: 1500 }),
      y: fc.integer({ min: 0, max: 400 }),
      r: fc.tuple(fc.nat(255), fc.nat(255)),
      box: fc.tuple(fc.nat(500), fc.nat(500), fc.nat(200), fc.nat(50)),
      doc: fc.tuple(fc.constant(1440), fc.constant(3000)),
      rage: fc.boolean(),
      dead: fc.boolean(),
      error: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  move: fc.record({
    path: fc
      .array(fc.tuple(fc.nat(700), fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 8 })
      .map((steps) => encodeVlq(steps.flat())),
    n: fc.integer({ min: 1, max: 30 }),
  }),
  scroll: fc.record(
    {
      scrollY: fc.nat(2000),
      scrollDepthPct: fc.integer({ min: 0, max: 100 }),
      maxDepthPct: fc.integer({ min: 0, max: 100 }),
      docHeight: fc.constantFrom(3000, 3000, 2400),
      deepest: fc.nat(3000),
      sections: fc.array(fc.tuple(fc.nat(1), fc.nat(999), fc.nat(900), fc.nat(900)), { maxLength: 2 }),
    },
    { requiredKeys: ['scrollY', 'scrollDepthPct'] },
  ),
  input: fc.record({ action: fc.constantFrom('focus', 'change') }),
  keyboard: fc.record({ category: fc.constant('editing') }),
  custom: fc.record(
    {
      name: fc.constantFrom('buy', 'play', 'it\'s "é"'),
      category: fc.constantFrom('general', 'shop'),
      value: fc.constantFrom(0, 12.5, -3, 1e21),
      source: fc.constant('server'),
      userId: fc.constantFrom('u1', 'u2'),
      props: fc.constantFrom<Props>({ a: 1 }, {}, { plan: 'pro', deep: { list: [1.5, null, 'x'] } }),
    },
    { requiredKeys: ['name'] },
  ),
  error: fc.record({ message: fc.constant('boom') }),
  vital: fc.record({ lcp: fc.nat(9000) }),
  visibility: fc.record({ state: fc.constantFrom('hidden', 'visible') }),
  leave: fc.record({ dwellMs: fc.nat(9000) }),
};

// Few ids, so that repeats within a batch and across batches are common.
const anyEvent: fc.Arbitrary<JournalEvent> = fc
  .constantFrom<EventType>(
    'pageview',
    'click',
    'click',
    'move',
    'scroll',
    'input',
    'custom',
    'error',
    'leave',
  )
  .chain((type) =>
    fc.record(
      {
        id: fc.nat(400).map((number) => `e${number}`),
        type: fc.constant(type),
        ts: fc.oneof(
          fc.integer({ min: -40, max: 40 }).map((minutes) => START_MS + minutes * MINUTE_MS),
          fc.integer({ min: -4000, max: 4000 }).map((minutes) => START_MS + minutes * MINUTE_MS),
        ),
        p: fc.integer({ min: -1, max: PAGES.length - 1 }),
        w: fc.integer({ min: -1, max: VIEWS.length - 1 }),
        e: fc.nat(2),
        sid: fc.constantFrom('s1', 's2'),
        cut: fc.boolean(),
        f: anyFields[type],
      },
      { requiredKeys: ['id', 'type', 'ts', 'p', 'w', 'f'] },
    ),
  );

/** Entries of two projects and few sessions, with bots, wrong clocks, disorder and repeated events. */
export const anyEntry: fc.Arbitrary<JournalEntry> = fc
  .record({
    projectNo: fc.integer({ min: 1, max: 2 }),
    receivedAfterMinutes: fc.integer({ min: 0, max: 3000 }),
    skewMinutes: fc.constantFrom(null, 0, 0, 7, -400),
    agent: fc.constantFrom<keyof typeof AGENTS>('desktop', 'desktop', 'mobile', 'bot', 'unknown'),
    sessionId: fc.constantFrom('s1', 's2', 's3', 's4'),
    user: fc.constantFrom(null, { id: 'u1', traits: { plan: 'free' } }, { id: 'u2', traits: null }),
    events: fc.array(anyEvent, { minLength: 1, maxLength: 12 }),
  })
  .map(({ projectNo, receivedAfterMinutes, skewMinutes, agent, sessionId, user, events }) => {
    const receivedAtMs = START_MS + receivedAfterMinutes * MINUTE_MS;
    const sentAtMs = skewMinutes === null ? null : receivedAtMs - skewMinutes * MINUTE_MS;
    const device = { ua: AGENTS[agent], platform: null, language: null, screenW: null, screenH: null };
    const batch = journalBatch({
      sentAtMs,
      session: { id: sessionId, startedAtMs: null },
      user,
      device,
      pages: PAGES,
      views: VIEWS,
      events,
    });
    return journalEntry(batch, { projectNo, receivedAtMs });
  });
