import { expect, test } from 'bun:test';
import { type Layout, layoutOf, narrowerOf } from './layouts.ts';

test.each<[widthPx: number, layout: Layout]>([
  [320, 'narrow'],
  [599, 'narrow'],
  [600, 'medium'],
  [1023, 'medium'],
  [1024, 'wide'],
  [3840, 'wide'],
])('layoutOf() a window %d px wide is %s', (widthPx, layout) => {
  expect(layoutOf(widthPx)).toBe(layout);
});

test('narrowerOf() takes either order', () => {
  expect([narrowerOf('wide', 'narrow'), narrowerOf('narrow', 'medium')]).toEqual(['narrow', 'narrow']);
});
