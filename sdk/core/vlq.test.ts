import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { encodeVlq } from './vlq.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The decoder of the source map specification, written from its text. */
function decode(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    const size = Math.floor(value / 2);
    numbers.push(value % 2 ? -size : size);
    value = shift = 0;
  }
  return numbers;
}

test.each([
  [[0], 'A'],
  [[1, -1, 15, 16, -17], 'CDegBjB'],
  [[80, 200_000], 'gFg0mM'],
])('encodeVlq(%j) gives %s', (numbers, text) => {
  expect(decode(text)).toEqual(numbers);
  expect(encodeVlq(numbers)).toBe(text);
});

test('encodeVlq() can be read back for any 30-bit numbers', () => {
  const number = fc.integer({ min: -(2 ** 30) + 1, max: 2 ** 30 - 1 });
  fc.assert(
    fc.property(fc.array(number), (list) => expect(decode(encodeVlq(list))).toEqual(list.map((n) => n || 0))),
  );
});
