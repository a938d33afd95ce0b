// The same for the same structure, another for another one.

import { expect, test } from 'bun:test';
import type { SnapshotNode } from '../contract/snapshot.ts';
import { layoutHash } from './layout-hash.ts';

const list = (items: number, text: string, inner = 'a'): SnapshotNode[] => [
  [-1, 'html', {}],
  [0, 'body', {}],
  [1, 'ul', {}],
  ...Array.from({ length: items }).flatMap((_, at): SnapshotNode[] => [
    [2, 'li', {}],
    [3 + at * 3, inner, {}],
    [4 + at * 3, text],
  ]),
];

test('layoutHash() does not change with words and lengths of lists, but with structure', () => {
  expect(layoutHash(list(3, 'Tea'))).toBe(layoutHash(list(9, 'Coffee')));
  expect(layoutHash(list(3, 'Tea'))).not.toBe(layoutHash(list(3, 'Tea', 'button')));
});
