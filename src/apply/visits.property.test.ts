// A visit is the same however its batches travel: any order, any repetition and any delay give the same sessions,
// counters and journeys. Two tabs, a pause between, a wrong clock, and a session id that two projects use are part of it.

import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { AGENTS, journalBatch, journalEntry, START_MS } from '../../test/support/journal-batches.ts';
import { compareEvents } from '../contract/event-order.ts';
import type { JournalBatch, JournalEvent } from '../journal/record.ts';
import type { AppliedSession } from '../storage/port-apply.ts';
import type { JournalEntry } from '../storage/port-journal.ts';

const MINUTE_MS = 60_000;
/** Client clocks, minutes fast; none near half of a step of correction, where delay decides about the step. */
const CLOCKS = [0, 0, 0, 4.9, 6, 7, -6.9, 20, -61, 300];
const TYPES = ['pageview', 'click', 'click', 'move', 'scroll', 'custom', 'error', 'leave'] as const;
const PAGES = [
  { url: 'https://shop.example/a?utm_source=news', title: 'A', referrer: 'https://www.google.com/' },
  { url: 'https://shop.example/b', title: 'B' },
];
const USERS: JournalBatch['user'][] = [
  ...[null, null, { id: 'u1', traits: { plan: 'free' } }, { id: 'u1', traits: null }],
  ...[
    { id: 'u1', traits: { plan: 'pro' } },
    { id: 'u2', traits: { plan: 'free' } },
    { id: 'u2', traits: null },
  ],
];

const SERVER: Partial<JournalBatch> = {
  isServer: true,
  sdk: { name: 'heat-api', version: '1' },
  country: null,
  device: { ua: '', platform: null, language: null, screenW: null, screenH: null },
};

type Sent = { projectNo: number; batch: JournalBatch; sentAtMs: number };
type Tab = {
  projectNo: number;
  startMinute: number;
  steps: { afterS: number; type: number; page: number }[];
  cuts: number[];
  /** Named by each batch. */
  users: number[];
  isServer: boolean;
  device: keyof typeof AGENTS;
  visitor: string;
};

/** Steps of at most `max` seconds-apart events, and the minutes at which the tab may open. */
const tabOf = (
  afterS: fc.Arbitrary<number>,
  max: { steps: number; startMinute: number },
): fc.Arbitrary<Tab> =>
  fc.record({
    projectNo: fc.constantFrom(1, 1, 2),
    startMinute: fc.oneof(fc.nat({ max: max.startMinute }), fc.constantFrom(0, 0, 1)),
    steps: fc.array(
      fc.record({ afterS, type: fc.nat({ max: TYPES.length - 1 }), page: fc.nat({ max: 1 }) }),
      { minLength: 1, maxLength: max.steps },
    ),
    cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: max.steps, maxLength: max.steps }),
    users: fc.array(fc.nat({ max: USERS.length - 1 }), { minLength: max.steps, maxLength: max.steps }),
    isServer: fc.nat({ max: 4 }).map((value) => value === 0),
    device: fc.constantFrom('desktop', 'desktop', 'desktop', 'desktop', 'desktop', 'mobile', 'bot'),
    // Without storage the visitor of a tab is another one after midnight.
    visitor: fc.constantFrom('c:visitor', 'c:visitor', 'c:visitor', 'h:today', 'h:tomorrow'),
  });
const GAPS = [0, 0, 30, 1790, 1800, 1801, 5000];
const shortTab = tabOf(fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 90 }), fc.constantFrom(...GAPS)), {
  steps: 14,
  startMinute: 200,
});
/** Hours without a pause, so that tabs together last for days. */
const longTab = tabOf(fc.constantFrom(0, 600, 1200, 1200, 1799, 1799, 1800, 1800, 1801), {
  steps: 40,
  startMinute: 3000,
});
/** How one batch travels: its rank in the order of arrival, how often, and how long each time. */
const travel = fc.record({
  rank: fc.nat(),
  delaysMs: fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 3 }),
});
const travels = fc.record({
  clock: fc.constantFrom(...CLOCKS),
  travels: fc.array(travel, { minLength: 60, maxLength: 60 }),
  slices: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 60, maxLength: 60 }),
});

test.each([
  ['visit', fc.array(shortTab, { minLength: 1, maxLength: 4 }), 50],
  ['visit of days', fc.array(longTab, { minLength: 2, maxLength: 5 }), 30],
])(
  'a %s gives the same sessions, counters and journeys however its batches travel',
  async (_, visit, numRuns) => {
    await fc.assert(
      fc.asyncProperty(visit, travels, async (tabs, { clock, travels, slices }) => {
        const sent = tabs.flatMap((one, index) => batchesOf(one, index, clock * MINUTE_MS));
        const straight = sent
          .toSorted((a, b) => a.sentAtMs - b.sentAtMs)
          .map((one) => arrival(one, { clock, delayMs: 300 }));
        const winding = sent
          .flatMap((one, index) => {
            const { rank, delaysMs } = travels[index % travels.length]!;
            return delaysMs.map((delayMs, at) => ({
              rank: rank + at * 7919,
              entry: arrival(one, { clock, delayMs }),
            }));
          })
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry }) => entry);
        const [expected, found] = [await told(straight, [straight.length]), await told(winding, slices)];
        expect(found).toEqual(expected);
      }),
      { numRuns },
    );
  },
  60_000,
);

/** The tab's events in batches, each sent half a second after its newest event, by the client's clock. */
function batchesOf(tab: Tab, index: number, fastMs: number): Sent[] {
  let atMs = START_MS + tab.startMinute * MINUTE_MS;
  const events = tab.steps.map(({ afterS, type, page }, step): JournalEvent => {
    atMs += afterS * 1000;
    // Servers tell of custom events alone.
    const name = tab.isServer ? 'custom' : TYPES[type]!;
    return {
      // The same ids in two tabs would be the same events; numbers are counted, beyond 9 as well.
      id: `t${index}.${step + 5}`,
      type: name,
      ts: atMs + fastMs,
      p: page,
      w: 0,
      e: step % 2,
      f: fieldsOf(name, step),
    };
  });
  const batches: Sent[] = [];
  for (let from = 0, cut = 0; from < events.length; cut += 1) {
    const own = events.slice(from, from + tab.cuts[cut]!);
    const sentAtMs = own.at(-1)!.ts + 500;
    // The user signs in at some time: the first batch does not know him yet.
    const user = cut === 0 ? null : (USERS[tab.users[cut]!] ?? null);
    const session = { id: 'shared', startedAtMs: null };
    const { visitor } = tab;
    const device = { ...journalBatch().device, ua: AGENTS[tab.device] };
    const batch = {
      ...journalBatch({ sentAtMs, session, visitor, user, device, pages: PAGES, events: own }),
      ...(tab.isServer && SERVER),
    };
    batches.push({ projectNo: tab.projectNo, batch, sentAtMs });
    from += own.length;
  }
  return batches;
}

function fieldsOf(type: (typeof TYPES)[number], step: number): JournalEvent['f'] {
  switch (type) {
    case 'click':
      return {
        x: step,
        y: 40,
        r: [step, 9],
        doc: [1440, 3000],
        box: [step, 2, 3 + step, 4],
        ...(step % 3 === 0 && { rage: true, error: true }),
      };
    case 'move':
      return { path: 'AAAgsBAA', n: 2 };
    case 'scroll':
      return { scrollY: 100 * step, scrollDepthPct: 4 * step, docHeight: 3000 };
    case 'custom':
      return { name: 'buy', value: step };
    case 'error':
      return { message: 'boom' };
    case 'leave':
      return { dwellMs: 900, ...(step % 2 === 0 && { quickBack: true }) };
    default:
      return { title: 'Title' };
  }
}

function arrival(
  { projectNo, batch, sentAtMs }: Sent,
  { clock, delayMs }: { clock: number; delayMs: number },
): JournalEntry {
  const receivedAtMs = sentAtMs - clock * MINUTE_MS + delayMs;
  return journalEntry(batch, { projectNo, receivedAtMs });
}

/** Everything that reports are made of, without the numbers of parts and times of arrival. */
async function told(entries: readonly JournalEntry[], slices: readonly number[]): Promise<unknown> {
  await using room = await applyRoom();
  for (let from = 0, at = 0; from < entries.length; at += 1) {
    const size = slices[at % slices.length]!;
    await room.journal.append(entries.slice(from, from + size));
    await room.applier({ isNew: at % 3 === 2 }).applyAvailable();
    // What is packed comes out again where something late changes it.
    if (at % 4 === 3) await room.pack();
    // What was packed before the rest of a visit comes gives the same as well.
    if (size % 3 === 0) await room.pack();
    from += size;
  }
  expect(room.rows('set_aside')).toEqual([]);
  room.unpack();
  expectOneSession(room);
  const rows = room.sessions().sort((a, b) => (inOrder(a) < inOrder(b) ? -1 : 1));
  const sessions = rows.map(({ part, ...row }) => ({
    ...row,
    journey: room
      .events()
      .filter(
        (event) => event.projectNo === row.projectNo && event.session === row.session && event.part === part,
      )
      .sort(compareEvents)
      .map(({ eventId, type, tsMs, page, fields }) => [eventId, type, tsMs, page, fields]),
  }));
  const counted = (
    [
      'page_slots',
      'element_bins',
      'grid_bins',
      'scroll_bins',
      'rest_bins',
      'visitors',
      'pages',
      'elements',
      'boxes',
    ] as const
  ).map((table) => room.rows(table).filter((row) => row.at(-1) !== 0));
  return {
    sessions,
    counted,
  };
}

/** No two sessions of a project begin at once on one machine. */
function inOrder(row: Pick<AppliedSession, 'projectNo' | 'startedAtMs' | 'isBot' | 'device'>): string {
  const { projectNo, startedAtMs, isBot, device } = row;
  return [projectNo, startedAtMs, isBot, device].join(' ');
}

/** Rows derived from an event stand in its part. */
function expectOneSession(room: Room): void {
  const partOf = new Map(room.events().map((event) => [`${event.projectNo} ${event.eventId}`, event.part]));
  for (const { table, eventId, part } of room.derivedParts())
    expect([table, eventId, part]).toEqual([table, eventId, partOf.get(eventId) ?? -1]);
}
