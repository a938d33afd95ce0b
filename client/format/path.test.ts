// Where a path is cut when it is too long for its place.

import { expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { splitPath } from './path.ts';

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
