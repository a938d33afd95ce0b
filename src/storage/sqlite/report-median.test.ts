import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { mediansOf } from './report-median.ts';

test('mediansOf() answers the middle of each cell, or the mean of the two middle ones', () => {
  const rows = fc.array(fc.record({ cell: fc.nat(3), value: fc.oneof(fc.nat(5), fc.nat(3e10)) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(rows, (given) => {
      const values = Float64Array.from(given, ({ value }) => value);
      const cellOf = Uint32Array.from(given, ({ cell }) => cell);
      const expected = [0, 1, 2, 3].map((at) => middle(given.filter(({ cell }) => cell === at)));
      expect(mediansOf(values, { cellOf, cells: 4 })).toEqual(expected);
      expect(mediansOf(values, { cellOf: null, cells: 1 })).toEqual([middle(given)]);
      expect([...values]).toEqual(given.map(({ value }) => value));
    }),
  );
});

function middle(rows: readonly { value: number }[]): number | null {
  const sorted = rows.map(({ value }) => value).sort((a, b) => a - b);
  const half = sorted.length / 2;
  if (sorted.length === 0) return null;
  return half % 1 === 0
    ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
    : (sorted[Math.floor(half)] ?? 0);
}
