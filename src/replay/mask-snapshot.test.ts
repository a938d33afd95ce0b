// What is left of a visitor's page when his browser did not mask it.

import { expect, test } from 'bun:test';
import type { SnapshotContent } from '../contract/snapshot.ts';
import { maskSnapshot } from './mask-snapshot.ts';

const box = (svg: string) => `data:image/svg+xml;base64,${btoa(svg)}`;
const GREY = box(
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="100%" height="100%" fill="#9993"/></svg>',
);
const CONTENT: SnapshotContent = {
  v: 1,
  url: 'https://shop.example/account',
  title: 'Inbox of Jane Doe',
  viewport: [390, 800],
  doc: [390, 3000],
  nodes: [
    [-1, 'html', { 'data-theme': 'dark', 'data-user': 'jane' }],
    [0, 'body', {}],
    [1, 'p', { title: 'Jane Doe', class: 'lead' }],
    [2, 'Dear Jane Doe, your balance is 12,345.67'],
    [1, 'a', { href: '/users/jane-doe' }, { d: 0 }],
    [1, 'img', { src: 'heat:0', alt: 'Jane' }],
    [1, 'img', { src: 'heat:1' }],
    [1, 'input', { type: 'submit', value: 'Sign out Jane' }],
  ],
  styles: ['p{color:red}'],
  assets: ['data:image/png;base64,iVBORw0KGgo=', GREY, box('<svg><text>Jane</text></svg>')],
  descriptors: [
    { tag: 'a', text: 1, path: 'a' },
    { tag: 'p', text: 2, path: 'p' },
  ],
};

test('maskSnapshot() leaves shapes only', () => {
  const masked = maskSnapshot(CONTENT);
  expect(JSON.stringify(masked)).not.toMatch(/jane|doe|12,345|inbox|iVBOR/i);
  expect(masked.nodes).toEqual([
    [-1, 'html', { 'data-theme': 'dark' }],
    [0, 'body', {}],
    [1, 'p', { class: 'lead' }],
    [2, 'xxx xxx xxx xxx xxxxxxx xxx xxxxxxxxxxx'],
    [1, 'a', { href: '#' }, { d: 0 }],
    [1, 'img', { src: 'heat:0' }],
    [1, 'img', { src: 'heat:1' }],
    [1, 'input', { type: 'submit', value: 'xxx xxx xxx' }],
  ]);
  expect(masked.assets).toEqual(['', GREY, '']);
  expect(masked.descriptors).toEqual([
    { tag: 'a', text: 1, path: 'a' },
    { tag: 'p', path: 'p' },
  ]);
  expect(maskSnapshot(masked)).toEqual(masked);
});
