import { expect, test } from 'bun:test';
import { isStableName, stableDescriptor } from './stable-name.ts';

const KEPT = [
  'buy',
  'btn',
  'btn-primary',
  'col-md-6',
  'step-2',
  'showMore',
  'show-more',
  'nav_item',
  'h1',
  'author',
  'list-12-items',
];
const IGNORED = [
  '',
  '42',
  '1a',
  'css-1x2y3z',
  'sc-bdVaJa',
  'jsx-123',
  'ember1234',
  ':r1:',
  'Button_root__3fK2a',
  'a1b2c3d4',
  'is-open',
  'active',
  'menu-open',
  'has-error',
  'item_selected',
  'w-1/2',
  'hover:bg',
  '550e8400-e29b',
  'product-20241121',
  'x'.repeat(64),
];

test.each(KEPT)('isStableName(%j) keeps it', (name) => {
  expect(isStableName(name)).toBe(true);
});
test.each(IGNORED)('isStableName(%j) ignores it', (name) => {
  expect(isStableName(name)).toBe(false);
});

test.each([
  [
    { tag: 'a', id: 'buy', classes: 'btn css-1x2y3z  is-active btn-big wide dark' },
    { tag: 'a', id: 'buy', classes: ['btn', 'btn-big', 'wide'] },
  ],
  [{ tag: 'a', id: '4711', classes: ['sc-1a2b', 'open'] }, { tag: 'a' }],
  [
    { tag: 'a', path: 'body>main>section:2>ul>a' },
    { tag: 'a', path: 'body>main>section:2>ul>a', landmark: 'section' },
  ],
  [
    { tag: 'section', path: 'nav>div>section' },
    { tag: 'section', path: 'nav>div>section', landmark: 'nav' },
  ],
  [
    { tag: 'a', path: 'div>a', landmark: 'aside' },
    { tag: 'a', path: 'div>a', landmark: 'aside' },
  ],
  [
    { tag: 'a', path: 'mainly>formular>a' },
    { tag: 'a', path: 'mainly>formular>a' },
  ],
])('stableDescriptor(%j) keeps %j', (raw, descriptor) => {
  expect(stableDescriptor(raw)).toEqual(descriptor);
});
