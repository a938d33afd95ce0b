import { describe, expect, test } from 'bun:test';
import type { ReplayElement } from '../../src/contract/replay.ts';
import type { Place } from '../heatmap/place-elements.ts';
import { mapPage } from './page-map.ts';
import type { Scene, SceneClick } from './timeline.ts';
import { wireframeOf } from './wireframe-page.ts';

const none = {
  atMs: new Float64Array(),
  x: new Float64Array(),
  y: new Float64Array(),
  glideMs: new Float64Array(),
};
const element = (id: string): ReplayElement => ({
  element: id,
  label: id,
  descriptor: { tag: 'button', id },
});
const clickOn = (id: string | null, box: SceneClick['box'], at: [x: number, y: number]): SceneClick => ({
  ...{ atMs: 1, eventId: 'e', x: at[0], y: at[1], offset: [0, 255], box, doc: [1000, 2000] },
  kinds: ['click'],
  element: id === null ? null : element(id),
});
const sceneOf = (change: Partial<Scene>): Scene => ({
  ...{ fromMs: 0, toMs: 9, page: null, view: [1000, 500], isResized: false, docH: 2000, startY: 0 },
  ...{ pointer: none, scroll: none, clicks: [], seen: [] },
  ...change,
});
const placed = (x: number, y: number, w: number, h: number, change: Partial<Place> = {}): Place => ({
  ...{ state: 'placed', box: { x, y, w, h }, isHidden: false, score: 1, margin: 1 },
  ...change,
});
const shown = (places: [string, Place][], height = 3000) => ({
  width: 1000,
  height,
  places: new Map(places),
});

describe('mapPage()', () => {
  test('keeps proportions where nothing is known', () => {
    const map = mapPage(sceneOf({}), { ...shown([]), width: 500 });
    expect(map.point({ x: 400, y: 1000 })).toEqual({ x: 200, y: 1500 });
  });

  test('a click stands in its element, wherever that has gone', () => {
    const clicks = [clickOn('buy', [100, 1000, 200, 50], [100, 1050]), clickOn('gone', [0, 0, 9, 9], [5, 5])];
    const map = mapPage(sceneOf({ clicks }), shown([['buy', placed(300, 1800, 400, 100)]]));
    expect(map.click(clicks[0]!)).toEqual({ x: 300, y: 1900 });
    expect([map.exact, map.of]).toEqual([1, 2]);
  });

  test('rows go through the edges of the elements that are known', () => {
    const clicks = [clickOn('buy', [100, 1000, 200, 50], [100, 1050])];
    const map = mapPage(sceneOf({ clicks }), shown([['buy', placed(100, 1800, 200, 100)]]));
    const rows = [0, 500, 1000, 1025, 1050, 1525, 2000].map((y) => map.point({ x: 0, y }).y);
    expect(rows).toEqual([0, 900, 1800, 1850, 1900, 2450, 3000]);
  });

  test('what has moved past its neighbours does not turn rows round', () => {
    const seen = ['a', 'b', 'c', 'd'].map((id, at) => ({
      element: element(id),
      top: at * 400 + 200,
      height: 100,
    }));
    const places: [string, Place][] = [
      ['a', placed(0, 200, 9, 100)],
      ['b', placed(0, 2500, 9, 100)],
      ['c', placed(0, 1000, 9, 100)],
      ['d', placed(0, 1400, 9, 100)],
    ];
    const map = mapPage(sceneOf({ seen }), shown(places));
    expect(map.point({ x: 0, y: 1000 }).y).toBe(1000);
    let last = -1;
    for (let y = 0; y <= 2000; y += 50) {
      const row = map.point({ x: 0, y }).y;
      expect(row).toBeGreaterThanOrEqual(last);
      last = row;
    }
  });

  test.each([
    ['unsure', placed(0, 9, 9, 9, { state: 'unsure' })],
    ['hidden', placed(0, 9, 9, 9, { isHidden: true })],
    ['without a box', placed(0, 9, 9, 9, { box: null })],
  ])('an element that is %s says nothing', (_what, place) => {
    const clicks = [clickOn('buy', [100, 1000, 200, 50], [100, 1000])];
    const map = mapPage(sceneOf({ clicks }), shown([['buy', place]]));
    expect(map.click(clicks[0]!)).toEqual({ x: 100, y: 1500 });
    expect(map.exact).toBe(0);
  });

  test('the window stays on the page', () => {
    const map = mapPage(sceneOf({}), shown([]));
    expect([-50, 0, 1000, 5000].map(map.scroll)).toEqual([0, 0, 1500, 2500]);
  });
});

describe('wireframeOf()', () => {
  const box = (id: string, docW: number) => ({
    ...{ element: id, label: id, tag: 'a', box: [10, 20, 30, 40] as [number, number, number, number] },
    ...{ docW, docH: 2000, isSection: false, seenAtMs: 1 },
  });

  test('draws what was seen in this session over what others saw in a window as wide', () => {
    const clicks = [clickOn('buy', [100, 200, 80, 40], [100, 240])];
    const known = { docW: 1000, docH: 2000, boxes: [box('buy', 1000), box('near', 1010), box('far', 390)] };
    const layout = wireframeOf(sceneOf({ clicks }), known, { scale: 0.5, device: 'desktop' });
    expect(layout).toMatchObject({ width: 500, height: 1000, pageW: 1000, pageH: 2000 });
    const boxes = layout.boxes.map(({ element: id, x, y, w, h }) => [id, x, y, w, h]);
    expect(boxes).toEqual([
      ['buy', 50, 100, 40, 20],
      ['near', 5, 10, 15, 20],
    ]);
  });
});
