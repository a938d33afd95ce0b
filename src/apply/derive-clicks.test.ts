import { describe, expect, test } from 'bun:test';
import { gridCell, offsetBin } from './derive-clicks.ts';
import type { Fields } from './fields.ts';

describe('offsetBin()', () => {
  test.each<[Fields, number | null]>([
    [{ r: [0, 0] }, 0],
    [{ r: [255, 255] }, 1023],
    [{ r: [7, 0] }, 0],
    [{ r: [8, 0] }, 1],
    [{ r: [0, 8] }, 32],
    [{ r: [999, -5] }, 31],
    [{ r: [1] }, null],
    [{ r: 'x' }, null],
    [{}, null],
  ])('of %p is %p', (fields, bin) => {
    expect(offsetBin(fields)).toBe(bin);
  });
});

describe('gridCell()', () => {
  test.each<[Fields, number | null, number | null]>([
    [{ x: 0, y: 0 }, 1000, 0],
    [{ x: 999, y: 7.9 }, 1000, 255],
    [{ x: 1000, y: 8 }, 1000, 511],
    [{ x: 500, y: 80 }, 1000, 10 * 256 + 128],
    [{ x: 1001, y: 0 }, 1000, null],
    [{ x: -1, y: 0 }, 1000, null],
    [{ x: 1, y: -1 }, 1000, null],
    [{ x: 1, y: 1 }, 0, null],
    [{ x: 1, y: 1 }, null, null],
    [{ x: 1 }, 1000, null],
    [{ y: 1 }, 1000, null],
  ])('of %p on a page %p px wide is %p', (fields, width, cell) => {
    expect(gridCell(fields, width)).toBe(cell);
  });
});
