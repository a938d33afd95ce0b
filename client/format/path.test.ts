// Where a path is cut when it is too long for its place.

import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { fitPath, readablePath, splitPath } from './path.ts';

test.each([
  ['/', '/', ''],
  ['/pricing', '/pricing', ''],
  ['/pricing/enterprise', '/pricing', '/enterprise'],
  ['/shop/shoes/running/item/42', '/shop/shoes/running', '/item/42'],
  ['/a-very-long-single-segment-of-a-blog.html', '/a-very-long-single-segment-of', '-a-blog.html'],
  ['/item/list/of/things?sort=up&id=7/', '/item/list/of/things?s', 'ort=up&id=7/'],
])('splitPath(%p)', (path, head, tail) => expect(splitPath(path)).toEqual([head, tail]));

test('splitPath() loses nothing and cuts no character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (path) => {
      const [head, tail] = splitPath(path);
      expect(head + tail).toBe(path);
      expect(/[\ud800-\udbff]$/.test(head) && /^[\udc00-\udfff]/.test(tail)).toBe(false);
    }),
  );
});

describe('fitPath()', () => {
  const within = (most: number) => (text: string) => text.length <= most;
  test.each<[string, number, string]>([
    ['/shop/shoes/running/item/42', 27, '/shop/shoes/running/item/42'],
    ['/shop/shoes/running/item/42', 26, '/shop/shoes/runni…/item/42'],
    ['/shop/shoes/running/item/42', 12, '/sh…/item/42'],
    ['/shop/shoes/running/item/42', 3, '…/item/42'],
    ['/pricing', 3, '/pricing'],
    ['/teas/🍵🍵🍵🍵🍵🍵/earl-grey', 20, '/teas/🍵…/earl-grey'],
  ])('of %p in %p characters is %p', (path, room, shown) => {
    const said = fitPath(path, within(room));
    expect(said).toBe(shown);
    expect(() => encodeURIComponent(said)).not.toThrow();
  });
});

describe('readablePath()', () => {
  test.each([
    ['/pricing', '/pricing'],
    ['/caf%C3%A9/%d1%87%D0%B0%D0%B9?q=%E8%8C%B6', '/café/чай?q=茶'],
    ['/%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9', '/👨\u200d👩'],
    // Bare, these would say something else, or nothing.
    ['/a%2Fb%3Fc%23d%25e%20f%26g', '/a%2Fb%3Fc%23d%25e%20f%26g'],
    // Found as it is written: a search for the bare letter does not find it.
    ['/it%27s-%41%2e%2E%2f%7Eme', '/it%27s-%41%2e%2E%2f%7Eme'],
    ['/%C3%A9%20%C3%A9%2f', '/é%20é%2f'],
    ['/x%E2%80%AEgpj.exe%C2%A0%E2%80%8B%00', '/x%E2%80%AEgpj.exe%C2%A0%E2%80%8B%00'],
    ['/a%E3%85%A4b%CD%8F', '/a%E3%85%A4b%CD%8F'],
    ['/%E2%9D%A4%EF%B8%8F', '/❤\ufe0f'],
    ['/%FF%C3', '/%FF%C3'],
    ['/100%', '/100%'],
  ])('of %p is %p', (path, shown) => expect(readablePath(path)).toBe(shown));

  test('is another spelling of the same path', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
        const path = `/${parts.map(encodeURIComponent).join('/')}`;
        expect(encodeURI(readablePath(path)).replaceAll('%25', '%')).toBe(path);
      }),
      { seed: 20261122 },
    );
  });
});
