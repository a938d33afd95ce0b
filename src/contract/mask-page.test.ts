import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { maskAttribute, maskText } from './mask-page.ts';

test.each([
  ['', ''],
  ['a', 'x'],
  ['of', 'xxx'],
  ['Hello, Jane!', 'xxxxx xxxxx'],
  ['  two\n words ', '  xxx\n xxxxx '],
  ['jane.doe@example.com', 'x'.repeat(20)],
  ['4111111111111111', 'x'.repeat(16)],
  ['東京タワー', '口口口口口'],
])('maskText() of "%s"', (text, expected) => {
  expect(maskText(text)).toBe(expected);
});

test('maskText() leaves no letter, tells no length, and changes nothing the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const masked = maskText(text);
      expect(masked.replace(/[x口\s]/g, '')).toBe('');
      expect(maskText(masked)).toBe(masked);
    }),
  );
  const lengths = new Set(Array.from({ length: 60 }, (_, at) => maskText('a'.repeat(at + 1)).length));
  expect([...lengths]).toEqual([1, 3, 5, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]);
});

test.each([
  ['class', 'btn', 'btn'],
  ['style', 'width:3px', 'width:3px'],
  ['viewBox', '0 0 9 9', '0 0 9 9'],
  ['data-bs-theme', 'dark', 'dark'],
  ['href', '/users/jane', '#'],
  ['value', 'Log in as Jane', 'xxx xxx xxx xxxxx'],
  ['title', 'Jane', null],
  ['alt', 'Jane', null],
  ['placeholder', 'Jane', null],
  ['aria-label', 'Jane', null],
  ['data-user', 'jane', null],
  ['content', 'jane', null],
  ['name', 'jane', null],
  ['checked', '', null],
  ['d', 'M0'.repeat(2_000), null],
])('maskAttribute() of %s="%s"', (name, value, expected) => {
  expect(maskAttribute(name, value)).toBe(expected);
});
