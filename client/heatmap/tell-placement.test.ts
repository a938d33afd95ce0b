import { expect, test } from 'bun:test';
import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import type { FrameLayout, PlacedBox } from '../../src/contract/frame-layout.ts';
import type { Place } from './place-elements.ts';
import { tellBoxes, tellFound } from './tell-placement.ts';

const element = (id: string, count: number, inBins = count): HeatmapElement => ({
  ...{ element: id, label: id, descriptor: { tag: 'a' }, count, share: 0 },
  bins: [[0, inBins]],
});
const mapOf = (elements: HeatmapElement[], total: number) =>
  ({ elements, meta: { total, layout: null } }) as unknown as Pick<HeatmapAnswer, 'elements' | 'meta'>;
const frame = (pageW: number, ...ids: string[]) =>
  ({ pageW, boxes: ids.map((id) => ({ element: id }) as PlacedBox) }) as FrameLayout;
const said = (told: ReturnType<typeof tellBoxes>) => told.parts.map(({ share, word }) => `${share} ${word}`);

const place: Place = {
  state: 'placed',
  box: { x: 0, y: 0, w: 9, h: 9 },
  isHidden: false,
  score: 1,
  margin: 1,
};

test('tellFound() says what became of the clicks, and lists what has no dots', () => {
  const map = mapOf([element('p', 6), element('h', 1), element('u', 1), element('g', 1)], 10);
  const told = tellFound(map, [
    place,
    { ...place, isHidden: true },
    { ...place, state: 'unsure', score: 0.8, margin: 0.01 },
    { ...place, state: 'gone', box: null, score: 0.2, margin: 0 },
  ]);
  expect(said(told)).toEqual(['60.0 % placed', '10.0 % hidden', '20.0 % unsure', '10.0 % gone']);
  expect(told.concerns.map(({ element: { element: id } }) => id)).toEqual(['h', 'u', 'g']);
  expect(told.rest).toBe('1 click on no known element.');
  expect(tellFound(mapOf([element('p', 6)], 6), [place])).toMatchObject({
    lead: expect.stringContaining('Every click'),
    concerns: [],
    rest: '',
  });
});

test('tellBoxes() adds up to the map: on it, on elements of other layouts, and beyond', () => {
  // Of `narrow` one click had no offset: it is drawn where it fell.
  const map = mapOf([element('both', 5), element('narrow', 4, 3), element('more', 1)], 10);
  const told = tellBoxes(map, frame(1280, 'both'), { placed: 6 });
  expect(said(told)).toEqual(['60.0 % placed', '40.0 % elsewhere']);
  expect(told.concerns.map(({ element: { element: id }, why }) => [id, why])).toEqual([
    ['narrow', 'Not clicked in windows of 1,024 px and more'],
    ['more', 'Not clicked in windows of 1,024 px and more'],
  ]);
  const cut = tellBoxes(map, frame(500, 'both', 'narrow', 'more'), { placed: 8 });
  expect(said(cut)).toEqual(['80.0 % placed', '20.0 % beyond']);
  expect(cut.rest).toBe('2 clicks on rare elements, or off the page.');
  const all = tellBoxes(mapOf([element('both', 5)], 5), frame(700, 'both'), { placed: 5 });
  expect([said(all), all.concerns, all.rest]).toEqual([['100 % placed'], [], '']);
  expect(all.lead).toContain('in windows of 600 to 1,023 px');
});
