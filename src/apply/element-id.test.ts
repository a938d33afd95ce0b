import { describe, expect, test } from 'bun:test';
import type { ElementDescriptor } from '../contract/element.ts';
import { elementId } from './element-id.ts';

const link: ElementDescriptor = { tag: 'a', href: '/b', text: 7, path: 'main>a', classes: ['x'] };

describe('elementId()', () => {
  test.each<[string, ElementDescriptor, ElementDescriptor, boolean]>([
    ['classes change', link, { ...link, classes: ['y'] }, true],
    [
      'an element with an id moves and changes its words',
      { ...link, id: 'buy' },
      { tag: 'a', id: 'buy' },
      true,
    ],
    ['the words differ', link, { ...link, text: 8 }, false],
    ['the place differs', link, { ...link, path: 'main>a:2' }, false],
    ['the heading above differs', link, { ...link, heading: 1 }, false],
    ['the same value stands in another part', { tag: 'a', name: 'x' }, { tag: 'a', ref: 'x' }, false],
    ['an id equals a name', { tag: 'a', id: 'x' }, { tag: 'a', ref: 'x' }, false],
    ['only selectors are known', { tag: 'a', selector: 'a.x' }, { tag: 'a', selector: 'a.y' }, false],
  ])('when %s', (_, one, other, isSame) => {
    expect(elementId(one) === elementId(other)).toBe(isSame);
  });

  // Stored ids depend on it.
  test('keeps ids from release to release', () => {
    expect([elementId({ tag: 'button', id: 'buy' }), elementId(link)]).toEqual([
      2560167600330899, 2467974437935214,
    ]);
  });
});
