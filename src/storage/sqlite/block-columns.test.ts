import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { packColumns, unpackColumns } from './block-columns.ts';

const numbers = fc.oneof(
  fc.nat(255),
  fc.nat(65_535),
  fc.nat(0xffff_ffff),
  fc.integer({ min: 0, max: 2 ** 52 }),
  fc.double({ noNaN: true }),
);

test('unpackColumns() gives back every number and word, wherever in memory the bytes lie', () => {
  fc.assert(
    fc.property(fc.array(fc.array(numbers)), fc.array(fc.string()), fc.nat(9), (columns, words, shift) => {
      const packed = packColumns(columns, words);
      const moved = new Uint8Array(packed.length + shift).subarray(shift);
      moved.set(packed);
      const read = unpackColumns(moved);
      expect(read.columns.map((column) => [...column])).toEqual(columns);
      expect(read.words).toEqual(words);
    }),
  );
});

test('packColumns() takes a byte for small numbers and eight for ids', () => {
  const sizeOf = (most: number) => packColumns([new Array(1_000).fill(most)]).length;
  const sizes = [255, 256, 65_536, 2 ** 40].map((most) => Math.round(sizeOf(most) / 1_000));
  expect(sizes).toEqual([1, 2, 4, 8]);
});
