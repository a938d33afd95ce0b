// Where a path is cut when it is too long for its place.

import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { fitPath, splitPath } from './path.ts';

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
