import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { packColumns, unpackColumns } from './block-columns.ts';

const numbers = fc.oneof(
  fc.nat(3),
  fc.nat(255),
  fc.nat(65_535),
  fc.nat(0xffff_ffff),
  fc.integer({ min: 0, max: 2 ** 52 }),
  // A column may give 0 back for -0, which adds up to the same.
  fc.double({ noNaN: true }).map((number) => number + 0),
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

const BYTES_EACH: [name: string, of: (at: number) => number, bytes: number][] = [
  ['all alike', () => 2 ** 40, 0],
  ['0 and 1', (at) => at % 2, 1 / 8],
  ['up to 3', (at) => at % 4, 1 / 4],
  ['up to 15', (at) => at % 16, 1 / 2],
  ['up to 255', (at) => (at % 2) * 255, 1],
  ['up to 65,535', (at) => (at % 2) * 256, 2],
  ['up to 24 bits', (at) => (at % 2) * 65_536, 3],
  ['up to 32 bits', (at) => (at % 2) * 2 ** 24, 4],
  ['ids', (at) => (at % 2) * 2 ** 52, 7],
  ['no whole numbers', (at) => at / 2, 8],
  ['below 0', (at) => -at, 8],
  ['times, which never fall', (at) => 1e12 + at * 60_000, 2],
];

test.each(BYTES_EACH)('packColumns() takes as few bytes as numbers need that are %s', (_, of, bytes) => {
  const column = Array.from({ length: 8_000 }, (__, at) => of(at));
  const packed = packColumns([column]);
  expect((packed.length - 44) / 8_000).toBeCloseTo(bytes, 2);
  expect([...(unpackColumns(packed).columns[0] ?? [])]).toEqual(column);
});

test('unpackColumns() reads what was written before columns could be narrower', () => {
  const header = Uint32Array.of(2, 4, 8, 2, 1, 3);
  const bytes = Buffer.concat([
    ...[header, Float64Array.of(2 ** 52, -0.5), Uint8Array.of(7, 8, 255, 0, 0, 0, 0, 0)].map(
      ({ buffer }) => new Uint8Array(buffer),
    ),
    Buffer.from('null'),
  ]);
  const read = unpackColumns(Uint8Array.from(bytes));
  expect(read.columns.map((column) => [...column])).toEqual([
    [2 ** 52, -0.5],
    [7, 8, 255],
  ]);
  expect(read.words).toBeNull();
});
