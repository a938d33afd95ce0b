import { expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { readFilters } from './filters.ts';
import { readText } from './parameters.ts';

test.each([
  ['nothing', ''],
  ['too much', 'x'.repeat(LIMITS.pathChars + 1)],
  ['NUL', 'a\0b'],
  ['half a surrogate pair', 'a\ud800'],
])('readText() refuses %s', (_, text) => {
  expect(() => readText(text, 'name')).toThrow('Cannot use this name');
  expect(() => readFilters([`path:is:${text}`])).toThrow();
});

test('readText() takes whole characters of any script', () => {
  for (const text of ['a', '日本', '👍🏽', 'é']) expect(readText(text, 'name')).toBe(text);
});
