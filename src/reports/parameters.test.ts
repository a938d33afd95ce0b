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

test('readFilters() refuses letters that are more than a path when they are coded', () => {
  const most = Math.floor(LIMITS.pathChars / '%D1%87'.length);
  expect(readFilters([`page:contains:${'ч'.repeat(most)}`])[0]?.value).toStartWith('%D1%87%D1%87');
  expect(() => readFilters([`page:contains:${'ч'.repeat(most + 1)}`])).toThrow('value of page');
  expect(readFilters([`event:contains:${'ч'.repeat(most + 1)}`])).toHaveLength(1);
});
