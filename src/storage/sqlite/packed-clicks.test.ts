import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { DAY_MS } from '../../contract/slots.ts';
import {
  packClicks,
  packedCount,
  packedElementsOf,
  type StoredClick,
  visitPackedClicks,
} from './packed-clicks.ts';

const DAY = 20_000 * DAY_MS;
const nullable = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
const clicks = fc.array(
  fc.record({
    tsMs: fc.integer({ min: DAY, max: DAY + DAY_MS - 1 }),
    session: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 52 - 1 })),
    part: fc.integer({ min: 0, max: 300 }),
    device: fc.integer({ min: 0, max: 3 }),
    element: fc.oneof(nullable(3), nullable(2 ** 52 - 1)),
    bin: nullable(1023),
    cell: nullable(6_400_000),
    ...{ viewW: nullable(100_000), viewH: nullable(100_000), docW: fc.integer(), docH: nullable(2 ** 31) },
    kinds: fc.integer({ min: 0, max: 31 }),
  }),
  { maxLength: 200 },
);
const inOrder = (list: readonly StoredClick[]) => list.map((click) => JSON.stringify(click)).sort();

test('visitPackedClicks() gives back every click that packClicks() took, whatever they are', () => {
  fc.assert(
    fc.property(clicks, (given) => {
      const bytes = packClicks(given, DAY);
      const found: StoredClick[] = [];
      visitPackedClicks(bytes, DAY, (click) => found.push({ ...click }));
      const named = (list: readonly StoredClick[]) =>
        inOrder(
          list.map(({ tsMs, session, part, device, element, bin, cell, ...rest }) => ({
            ...{ tsMs, session, part, device, element, bin, cell },
            ...{ viewW: rest.viewW, viewH: rest.viewH, docW: rest.docW, docH: rest.docH, kinds: rest.kinds },
          })),
        );
      expect(named(found)).toEqual(named(given));
      expect(packedCount(bytes)).toBe(given.length);
      const elements = new Set(given.flatMap(({ element }) => (element === null ? [] : [element])));
      expect(new Set(packedElementsOf(bytes))).toEqual(elements);
    }),
    { seed: 33, numRuns: 60 },
  );
});

test('a click takes a few bytes when people click here and there on a page', () => {
  const given = Array.from(
    { length: 4_000 },
    (_, at): StoredClick => ({
      ...{ tsMs: DAY + at * 20_000, session: Math.floor(at / 10) * 7_919_000_003, part: 0, device: 1 },
      ...{ element: 2 ** 51 + (at % 37), bin: (at * 31) % 1024, cell: 2_560 + ((at * 7) % 900), kinds: 0 },
      ...{ viewW: 1440, viewH: 900, docW: 1440, docH: 4_000 },
    }),
  );
  expect(packClicks(given, DAY).length).toBeLessThan(8 * given.length);
});
