import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { packCells, packElements, visitCells, visitElements } from './packed-bins.ts';

const bins = (min: number) =>
  fc.uniqueArray(fc.tuple(fc.integer({ min, max: 6_400_000 }), fc.integer({ min: 1, max: 2 ** 40 })), {
    selector: ([bin]) => bin,
  });

test('visitElements() gives back what packElements() took, whatever the ids, bins and counts', () => {
  const elements = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2 ** 52 - 1 }), bins(-6_400_000)), {
    selector: ([element]) => element,
  });
  fc.assert(
    fc.property(elements, (given) => {
      const found = new Map<string, number>();
      visitElements(packElements(given), (element, bin, count) => found.set(`${element} ${bin}`, count));
      expect(found).toEqual(
        new Map(given.flatMap(([element, own]) => own.map(([bin, count]) => [`${element} ${bin}`, count]))),
      );
    }),
  );
});

test('visitCells() gives back what packCells() took, in order', () => {
  fc.assert(
    fc.property(bins(-1), (given) => {
      const found: [number, number][] = [];
      visitCells(packCells(given), (cell, count) => found.push([cell, count]));
      expect(found).toEqual([...given].sort(([a], [b]) => a - b));
    }),
  );
});

test('a bin beside the one before it takes two bytes', () => {
  const cells = Array.from({ length: 1000 }, (_, cell) => [cell, 3] as const);
  expect(packCells(cells).length).toBeLessThan(2 * cells.length + 16);
  expect(packCells([])).toEqual(Uint8Array.from([0]));
});
