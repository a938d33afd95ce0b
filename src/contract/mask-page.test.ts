import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { maskAttribute, maskDescriptor, maskText } from './mask-page.ts';

test.each([
  ['', ''],
  ['a', 'xxx'],
  ['of', 'xxx'],
  ['Hello, Jane!', 'xxxxxxx xxxxxxx'],
  ['  two\n words ', '  xxx\n xxxxxxx '],
  ['jane.doe@example.com', 'x'.repeat(19)],
  ['4111111111111111', 'x'.repeat(15)],
  ['東京タワー', '口口口口口口口'],
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
  expect([...lengths]).toEqual([3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 47, 51, 55, 59]);
});

test.each([
  ['class', 'btn', 'btn'],
  ['style', 'width:3px', 'width:3px'],
  ['viewBox', '0 0 9 9', '0 0 9 9'],
  ['data-bs-theme', 'dark', 'dark'],
  ['href', '/users/jane', '#'],
  ['value', 'Log in as Jane', 'xxx xxx xxx xxx'],
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

test('maskDescriptor() keeps the label of what is clicked, no other text and no address', () => {
  expect(maskDescriptor({ tag: 'a', text: 1, href: '/users/jane' })).toEqual({ tag: 'a', text: 1 });
  expect(maskDescriptor({ tag: 'div', role: 'button', text: 1 })).toEqual({
    tag: 'div',
    role: 'button',
    text: 1,
  });
  expect(maskDescriptor({ tag: 'td', id: 'sum', text: 1 })).toEqual({ tag: 'td', id: 'sum' });
});
