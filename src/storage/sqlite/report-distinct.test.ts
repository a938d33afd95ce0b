import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { countDistinct } from './report-distinct.ts';

test('countDistinct() counts each number once in a cell, also where numbers are far apart', () => {
  const rows = fc.array(fc.record({ total: fc.nat(2), bucket: fc.nat(4), number: fc.nat(6) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(rows, (given) => {
      // As sums ask: every row once in its total and once in its bucket.
      const cellOf = Uint32Array.from([
        ...given.map(({ total }) => total),
        ...given.map(({ bucket }) => 3 + bucket),
      ]);
      const numbers = Uint32Array.from(given, ({ number }) => number);
      const countBy = (scale: number): number[] => {
        const counts = new Array<number>(8).fill(0);
        const asked = { numbers: numbers.map((number) => number * scale), width: 6 * scale + 1, cells: 8 };
        countDistinct(cellOf, asked, (cell, different) => {
          counts[cell] = different;
        });
        return counts;
      };
      const expected = Array.from({ length: 8 }, (_, cell) => {
        const own = given.filter(({ total, bucket }) => total === cell || 3 + bucket === cell);
        return new Set(own.map(({ number }) => number)).size;
      });
      expect(countBy(1)).toEqual(expected);
      expect(countBy(1e8)).toEqual(expected);
    }),
  );
});
