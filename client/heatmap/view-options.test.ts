import { describe, expect, test } from 'bun:test';
import { type HeatView, parseView, writeView } from './view-options.ts';

const DEFAULT: HeatView = {
  page: null,
  kind: 'click',
  plot: null,
  palette: 'ember',
  snapshot: null,
  width: null,
  radius: 24,
  opacity: 85,
};

describe('parseView()', () => {
  const cases: [search: string, expected: Partial<HeatView>][] = [
    ['', {}],
    ['?period=30d', {}],
    [
      '?page=2x9&kind=rage&plot=grid&palette=viridis&radius=40&opacity=60',
      { page: '2x9', kind: 'rage', plot: 'grid', palette: 'viridis', radius: 40, opacity: 60 },
    ],
    ['?kind=hover&plot=x&palette=__proto__&page=', {}],
    ['?radius=4000&opacity=-3', { radius: 60, opacity: 20 }],
    ['?radius=NaN&opacity=', {}],
    ['?radius=12.6', { radius: 13 }],
    ['?width=360', { width: 360 }],
    ['?width=1e9', { width: 4000 }],
    ['?width=wide', {}],
  ];
  test.each(cases)('reads %p', (search, expected) => {
    expect(parseView(search)).toEqual({ ...DEFAULT, ...expected });
  });
});

describe('writeView()', () => {
  test('keeps what is not its own and leaves out defaults', () => {
    expect(writeView({ ...DEFAULT, kind: 'dead' }, '?period=30d&radius=40&filter=country:is:DE')).toBe(
      '?period=30d&filter=country%3Ais%3ADE&kind=dead',
    );
    expect(writeView(DEFAULT, '?kind=dead&plot=grid')).toBe('');
  });

  test('is read again as it was', () => {
    const view: HeatView = {
      page: 'a&b',
      kind: 'attention',
      plot: 'elements',
      palette: 'viridis',
      snapshot: 'abc',
      width: 768,
      radius: 9,
      opacity: 33,
    };
    expect(parseView(writeView(view, '?device=mobile'))).toEqual(view);
  });
});
