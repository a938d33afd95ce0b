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
  'mat-mdc-button',
  'rc-slider-handle',
  'select2-country-container',
  'ion-padding',
  'video-player',
  'ext-link',
  'interactive',
  'autofocus',
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
  // As the libraries of today write them.
  '_r_1_',
  'radix-_r_1_',
  'radix-_R_1qmm_',
  'radix-:r1:',
  'headlessui-menu-button-_r_3_',
  'headlessui-listbox-button-1',
  'base-ui-_r_7_',
  'react-select-2-input',
  'react-select-_r_1_-input',
  'react-aria-_r_b_',
  'downshift-0-toggle-button',
  'rc_select_0',
  'rc-tabs-0-tab-1',
  'mui-5',
  'mat-input-3',
  'mat-mdc-checkbox-1-input',
  'cdk-overlay-2',
  'ngb-nav-0',
  'ion-input-0',
  'v-0-1',
  'reka-select-trigger-v-0-3',
  'bits-12',
  'tippy-4',
  'ui-id-12',
  'pn_id_1',
  'checked',
  'inactive',
  'mat-drawer-opened',
  'mdc-switch--unselected',
  'cdk-mouse-focused',
  'Mui-focusVisible',
  'nav-checked',
  'collapsing',
  'fade-enter-active',
  'fade-leave-to',
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
  [{ tag: 'input', name: 'mat-radio-group-0' }, { tag: 'input' }],
  [{ tag: 'input', name: ':r1:' }, { tag: 'input' }],
  [{ tag: 'input', name: '_r_1_' }, { tag: 'input' }],
  [
    { tag: 'input', name: 'items[0][2024]' },
    { tag: 'input', name: 'items[0][2024]' },
  ],
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
