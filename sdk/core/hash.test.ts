import { expect, test } from 'bun:test';
import { fnv1a, textHash } from './hash.ts';

// Vectors of draft-eastlake-fnv.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('fnv1a(%j)', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

test('textHash() takes spaces and case for the same, and nothing for undefined', () => {
  expect(textHash('  Buy\n\t NOW ')).toBe(fnv1a('buy now'));
  expect(textHash(' \n ')).toBeUndefined();
  expect(textHash('x'.repeat(400))).toBe(fnv1a('x'.repeat(120)));
});
