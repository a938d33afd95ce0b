import { expect, test } from 'bun:test';
import type { HeatmapAnswer } from '../../src/contract/api.ts';
import type { Layout } from '../../src/contract/layouts.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { layoutOfMap } from './map-layout.ts';

const layout = { name: 'narrow', device: 'mobile' } as const;
const map = { page: { page: 'a' }, meta: { layout } } as HeatmapAnswer;
const scroll = { page: { page: 'a' }, layout } as ScrollAnswer;
const loaded = { value: map, error: null, isStale: false };

test.each<[why: string, map: Parameters<typeof layoutOfMap>[0], layout: Layout | null | 'awaited']>([
  ['a map', loaded, 'narrow'],
  ['a map of scrolling', { ...loaded, value: scroll }, 'narrow'],
  ['a map of another range of the page', { ...loaded, isStale: true }, 'narrow'],
  ['a map of nothing', { ...loaded, value: { ...scroll, layout: null } }, null],
  ['a map that did not come', { value: null, error: new Error('no'), isStale: false }, null],
  ['a map on its way', { value: null, error: null, isStale: false }, 'awaited'],
  [
    'the map of the page before',
    { ...loaded, value: { ...map, page: { ...map.page, page: 'b' } }, isStale: true },
    'awaited',
  ],
])('layoutOfMap() of %s', (_why, given, expected) => {
  expect(layoutOfMap(given, 'a')).toBe(expected);
});
