import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { countDistinct } from './report-distinct.ts';

test('countDistinct() counts each number once in a cell, also where numbers or cells are far apart', () => {
  const rows = fc.array(fc.record({ cell: fc.nat(7), number: fc.nat(6) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(rows, (given) => {
      const numbers = Uint32Array.from(given, ({ number }) => number);
      const countBy = (scale: number, cellScale = 1): number[] => {
        const asked = { numbers: numbers.map((number) => number * scale), width: 6 * scale + 1 };
        const cellOf = Uint32Array.from(given, ({ cell }) => cell * cellScale);
        const counts = countDistinct(cellOf, { ...asked, cells: 8 * cellScale });
        return [...counts].filter((_, cell) => cell % cellScale === 0);
      };
      const differentOf = (own: readonly { number: number }[]): number =>
        new Set(own.map(({ number }) => number)).size;
      const expected = Array.from({ length: 8 }, (_, at) =>
        differentOf(given.filter(({ cell }) => cell === at)),
      );
      expect([...countDistinct(null, { numbers, width: 7, cells: 1 })]).toEqual([differentOf(given)]);
      expect(countBy(1)).toEqual(expected);
      expect(countBy(1e8)).toEqual(expected);
      // Too many cells for a bit each.
      expect(countBy(1_000, 1_000)).toEqual(expected);
    }),
  );
});
