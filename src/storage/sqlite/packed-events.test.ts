import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import {
  DEAD,
  type EventHead,
  type Part,
  packEvents,
  packedCount,
  packedParts,
  RAGE,
  type StoredEvent,
  unpackEvents,
  visitHeads,
  visitIds,
} from './packed-events.ts';

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const whole = fc.integer({ min: 0, max: 2 ** 52 - 1 });
const ids = fc.oneof(
  fc.string({ minLength: 1 }),
  fc
    .tuple(fc.constantFrom('k3x9.', 'load-'), fc.integer({ min: 0, max: 99 }))
    .map(([a, b]) => a + b.toString(36)),
  fc.constantFrom('a.01', 'a.0', '.1', '7', 'a.zzzzzzzzzzzz', 'ä\n.5'),
);
const fields = fc
  .oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.record({ x: fc.integer(), r: fc.tuple(fc.nat(255), fc.nat(255)), rage: fc.boolean() }),
    fc.record({ name: fc.string(), props: fc.record({ n: fc.double(), s: fc.string() }) }),
    fc.constantFrom({ n: 1e21 }, { n: -0.5, m: 2 ** 53 }, { text: '\u0001 \u2028 "1":2' }, {}),
  )
  .map((value) => JSON.stringify(value));
const event = fc.record({
  ...{ eventId: ids, type: fc.integer({ min: 1, max: 11 }), tsMs: fc.integer({ min: 0, max: 4e12 }) },
  ...{ receivedAtMs: fc.integer({ min: 0, max: 4e12 }), skewMs: fc.integer(), flags: fc.nat(63) },
  ...{ page: nullable(whole), viewW: nullable(fc.nat(9_999)), viewH: nullable(fc.nat(9_999)) },
  ...{
    dpr: nullable(fc.constantFrom(1, 1.25, 2)),
    element: nullable(whole),
    keyId: fc.constantFrom('w', 'k2'),
  },
  fields,
});
const parts = fc
  .uniqueArray(
    fc.record({
      session: fc.oneof(fc.nat(3), whole),
      part: fc.nat(3),
      events: fc.uniqueArray(event, { selector: ({ eventId }) => eventId, minLength: 1, maxLength: 12 }),
    }),
    { selector: ({ session, part }) => `${session} ${part}`, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ session, part, events }) => events.map((one): StoredEvent => ({ ...one, session, part }))),
  );
const named = (events: readonly StoredEvent[]) =>
  events.map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

function idsOf(heads: Uint8Array, wanted: Part): string[] {
  const found: string[] = [];
  visitIds(heads, ({ session, part }, ids) => {
    if (session === wanted.session && part === wanted.part) found.push(...ids);
  });
  return found;
}

test('unpackEvents() gives back every row that packEvents() took to the letter, all or of one part', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const packed = packEvents(given);
      expect(named(unpackEvents(packed))).toEqual(named(given.flat()));
      expect(packedCount(packed.heads)).toBe(given.flat().length);
      for (const own of given) {
        const [{ session, part }] = own as [StoredEvent];
        expect(named(unpackEvents(packed, { session, part }))).toEqual(named(own));
        expect(idsOf(packed.heads, { session, part }).sort()).toEqual(own.map((one) => one.eventId).sort());
      }
      const [none] = [{ session: 2 ** 52, part: 0 }];
      expect(unpackEvents(packed, none)).toEqual([]);
      expect(idsOf(packed.heads, none)).toEqual([]);
      expect(packedParts(packed.heads)).toEqual(
        given.map(([first]) => ({ session: first!.session, part: first!.part })),
      );
    }),
    { numRuns: 40 },
  );
});

test('unpackEvents() gives back properties that look like a click, however large they are', () => {
  const most = 999_999_999_999_999;
  const given = Array.from({ length: 200 }, (_, at): StoredEvent => {
    const props =
      at === 7
        ? { x: 5, y: 5, r: [most, most - 2], box: [3, 1, most, most - 6] }
        : { x: 1000 + at * 7919, y: 40, r: [0, 0], box: [1000 + at * 7919, 40, 50, 60] };
    return {
      ...{
        session: 5,
        part: 1,
        eventId: `a.${at}`,
        type: EVENT_TYPE_CODES.custom,
        tsMs: at,
        receivedAtMs: at,
      },
      ...{ skewMs: 0, flags: 0, page: 7, viewW: 1, viewH: 2, dpr: 2, element: null, keyId: 'w' },
      fields: JSON.stringify({ name: 'drawn', props }),
    };
  });
  expect(named(unpackEvents(packEvents([given])))).toEqual(named(given));
});

test('visitHeads() tells what happened where, and which clicks went wrong', () => {
  const click = (eventId: string, tsMs: number, told: object): StoredEvent => ({
    ...{
      session: 5,
      part: 1,
      eventId,
      type: EVENT_TYPE_CODES.click,
      tsMs,
      receivedAtMs: tsMs + 9,
      skewMs: 0,
      flags: 0,
    },
    ...{ page: 7, viewW: 1, viewH: 2, dpr: 2, element: 8, keyId: 'w', fields: JSON.stringify(told) },
  });
  const given = [
    click('a.2', 20, { rage: true, dead: true }),
    click('a.1', 10, { rage: true, text: '"dead"' }),
    { ...click('a.3', 30, { dead: false }), page: null, element: null },
  ];
  const found: EventHead[] = [];
  visitHeads(packEvents([given]).heads, (head) => found.push({ ...head }));
  const head = { session: 5, part: 1, type: EVENT_TYPE_CODES.click, page: 7, element: 8 };
  expect(found).toEqual([
    { ...head, tsMs: 10, marks: RAGE },
    { ...head, tsMs: 20, marks: RAGE | DEAD },
    { ...head, tsMs: 30, marks: 0, page: null, element: null },
  ]);
});

test('an event takes a few bytes when people click here and there on a page', () => {
  const given = Array.from({ length: 300 }, (_, session) =>
    Array.from({ length: 12 }, (__, at): StoredEvent => {
      const n = session * 12 + at;
      const told = {
        x: 100 + ((n * 7) % 500),
        y: 900,
        r: [(n * 31) % 256, (n * 17) % 256],
        box: [80, 880, 600, 60],
      };
      return {
        ...{
          session: session * 7_919_000_003,
          part: 0,
          eventId: `k${session}.${at}`,
          type: 2,
          skewMs: 0,
          flags: 0,
        },
        ...{ tsMs: n * 20_000, receivedAtMs: n * 20_000 + 900, page: 7, viewW: 1440, viewH: 900, dpr: 2 },
        ...{ element: 2 ** 51 + (n % 37), keyId: 'w', fields: JSON.stringify(told) },
      };
    }),
  );
  const { heads, bodies } = packEvents(given);
  expect(heads.length + bodies.length).toBeLessThan(16 * given.flat().length);
});

/** A click as trackers send it: the offset inside the box follows from the place on the page and the box. */
function clickIn(session: number, at: number, told: { element: number; offset: number }): StoredEvent {
  const { element, offset } = told;
  return {
    ...{
      session,
      eventId: `k${session}.${at}`,
      part: 0,
      type: 2,
      tsMs: 1_000 * at,
      receivedAtMs: 1_000 * at + 40,
    },
    ...{ skewMs: 0, flags: 0, page: 7, viewW: 390, viewH: 844, dpr: 2, element, keyId: 'w' },
    fields: JSON.stringify({ x: 90 + at, y: 40, r: [offset, 128], box: [80, 30, 60 + element, 20] }),
  };
}

test('unpackEvents() reads blocks that were written before they told steps', () => {
  const heads =
    'AgEBCAQAAQEHAAgBBAEAAgEECAAAAAIBBAEA0A8CBABwBAAXAAIKAOjoAOgKAAMDAAMCAAEAAQEKAQABAAAAABpbIms1LiIsIms2LiJdAAEKAAAAAQEDAA==';
  const bodies =
    'AjJbIlswLDAsMzkwLDg0NCwyLFwid1wiXSJdAAAAAQpQAAAAAHkotS/9IFudAQA0Alsie1wieFwiOlx1MDAwMSxcInlyXCI6W10sXCJib3hdfSJdBQBABjunqQgQk9CBm2EAAAEAAgEKtLYCAgABAAABClBQAAAAAQAGAQoABgYGAAEAAAIKAAAAAAAKAQEAAAABAAABCqCgAAAAAQAAAQo8PAAAAAEAAAEKiIoAAAABAAABCigoAAAA';
  const block = { heads: Buffer.from(heads, 'base64'), bodies: Buffer.from(bodies, 'base64') };
  const told = (at: number, element: number) => ({ element, offset: at * 3 });
  expect(unpackEvents(block)).toEqual([
    ...[clickIn(5, 1, told(1, 8)), clickIn(5, 2, told(2, 9)), clickIn(5, 3, told(3, 8))],
    ...[clickIn(6, 4, told(4, 9)), clickIn(6, 5, told(5, 9))],
  ]);
});

test('packEvents() keeps nothing of an offset that its place and box tell, and no less when they do not', () => {
  const offsets = (of: (at: number) => number) =>
    Array.from({ length: 2_000 }, (_, at) =>
      clickIn(Math.floor(at / 20), (at * 7_919) % 61, { element: 0, offset: of((at * 7_919) % 61) }),
    );
  const bytes = (events: StoredEvent[]) => {
    const packed = packEvents([events]);
    expect(
      unpackEvents(packed)
        .map(({ fields }) => fields)
        .sort(),
    ).toEqual(events.map(({ fields }) => fields).sort());
    return packed.bodies.length;
  };
  const told = bytes(offsets((at) => Math.round(Math.min(1, (10 + at) / 60) * 255)));
  const none = bytes(offsets(() => 0));
  const wild = bytes(offsets((at) => (at * 104_729) % 256));
  expect(told - none).toBeLessThan(20);
  expect(wild - none).toBeGreaterThan(20);
});
