import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { countDistinct } from './report-metrics-sums.ts';

test('countDistinct() counts the same by ticking off and by sorting, each number once in a cell', () => {
  const rows = fc.array(fc.record({ total: fc.nat(2), bucket: fc.nat(4), number: fc.nat(6) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(rows, (given) => {
      // As sums ask: every row once in its total and once in its bucket.
      const cellOf = Int32Array.from([
        ...given.map(({ total }) => total),
        ...given.map(({ bucket }) => 3 + bucket),
      ]);
      const numbers = given.map(({ number }) => number);
      const countBy = (marks: number): number[] => {
        const counts = new Array<number>(8).fill(0);
        countDistinct(cellOf, { numbers, width: 7, cells: 8, marks }, (cell) => {
          counts[cell] = (counts[cell] as number) + 1;
        });
        return counts;
      };
      const expected = Array.from({ length: 8 }, (_, cell) => {
        const own = given.filter(({ total, bucket }) => total === cell || 3 + bucket === cell);
        return new Set(own.map(({ number }) => number)).size;
      });
      expect(countBy(1e6)).toEqual(expected);
      expect(countBy(0)).toEqual(expected);
    }),
  );
});
