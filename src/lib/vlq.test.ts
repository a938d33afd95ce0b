import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { decodeVlq } from '../contract/vlq.ts';
import { encodeVlq, VLQ_MAX } from './vlq.ts';

describe('encodeVlq()', () => {
  // Values of the source map specification.
  test.each([
    [[0], 'A'],
    [[1], 'C'],
    [[-1], 'D'],
    [[15], 'e'],
    [[16], 'gB'],
    [[-16], 'hB'],
    [[511], '+f'],
    [[80, 3, -2], 'gFGF'],
    [[], ''],
  ])('writes %j as %s', (numbers, text) => {
    expect(encodeVlq(numbers)).toBe(text);
  });

  test('clamps what is too large and drops fractions', () => {
    expect(decodeVlq(encodeVlq([1e12, -1e12, 2.9, -0.4]), 4)).toEqual([VLQ_MAX, -VLQ_MAX, 2, 0]);
  });
});

describe('decodeVlq()', () => {
  test('reads back whatever encodeVlq() wrote', () => {
    const numbers = fc.array(fc.integer({ min: -VLQ_MAX, max: VLQ_MAX }), { maxLength: 200 });
    fc.assert(fc.property(numbers, (list) => expect(decodeVlq(encodeVlq(list), 200)).toEqual(list)));
  });

  test.each([
    ['another character', 'A B'],
    ['a character beyond ASCII', 'Aé'],
    ['an end inside a number', 'g'],
    ['a number of too many digits', 'ggggggggA'],
  ])('gives null for %s', (_what, text) => {
    expect(decodeVlq(text, 10)).toBeNull();
  });

  test('reads at most the asked number of numbers', () => {
    expect(decodeVlq('CCCCC', 3)).toEqual([1, 1, 1]);
  });
});
