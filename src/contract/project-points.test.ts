import { describe, expect, test } from 'bun:test';
import type { HeatmapAnswer, WireframeBox } from './api.ts';
import { OFFSET_BINS } from './element.ts';
import type { Device } from './event-types.ts';
import { layoutFrame } from './frame-layout.ts';
import type { MapLayout } from './layouts.ts';
import { projectPoints, suggestMode } from './project-points.ts';

function box(element: string, rect: WireframeBox['box'], more: Partial<WireframeBox> = {}): WireframeBox {
  return {
    element,
    label: element,
    tag: 'a',
    box: rect,
    docW: 1000,
    docH: 2000,
    isSection: false,
    seenAtMs: 0,
    ...more,
  };
}

function answer(more: Partial<HeatmapAnswer> & { total?: number } = {}): HeatmapAnswer {
  const total = more.total ?? 10;
  return {
    scope: { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null },
    kind: 'click',
    page: {
      page: 'p',
      host: 'h',
      path: '/',
      title: '',
      pageviews: 1,
      clicks: 1,
      rage: 0,
      dead: 0,
      lastAtMs: 0,
    },
    device: null,
    elements: [],
    points: [],
    cell: { width: 0.01, heightPx: 10 },
    wireframe: { docW: 1000, docH: 2000, boxes: [] },
    meta: {
      total,
      onElements: total,
      withoutElement: 0,
      ignored: 0,
      omittedElements: 0,
      omittedCells: 0,
      viewportW: null,
      viewportH: null,
      layout: null,
      folds: [],
    },
    ...more,
  };
}

const element = (name: string, bins: [number, number][]) => ({
  element: name,
  label: name,
  descriptor: { tag: 'a' },
  count: bins.reduce((sum, [, count]) => sum + count, 0),
  share: 1,
  bins,
});
const bin = (row: number, column: number) => row * OFFSET_BINS + column;

describe('layoutFrame()', () => {
  test('scales boxes to the frame and puts small ones on top', () => {
    const boxes = [box('small', [100, 200, 50, 20]), box('big', [0, 0, 1000, 600], { isSection: true })];
    const layout = layoutFrame(answer({ wireframe: { docW: 1000, docH: 2000, boxes } }), 500);
    expect(layout.scale).toBe(0.5);
    expect(layout.height).toBe(1000);
    expect(layout.boxes.map(({ element: name, x, y, w, h }) => [name, x, y, w, h])).toEqual([
      ['big', 0, 0, 500, 300],
      ['small', 50, 100, 25, 10],
    ]);
  });

  test('is drawn at the width that most clicks were seen at, however tall other pages and visits are', () => {
    const wide = { docW: 1440, docH: 1812 };
    const boxes = [
      box('hero', [0, 60, 1280, 500], { docW: 1280, docH: 1900, isSection: true, seenAtMs: 9 }),
      box('dead', [205, 153, 104, 42], { docW: 1280, docH: 1900, seenAtMs: 9 }),
      box('buy', [120, 700, 180, 40], wide),
      box('more', [120, 1700, 180, 40], wide),
    ];
    const given = answer({
      wireframe: { docW: 1280, docH: 1900, boxes },
      elements: [element('buy', [[bin(0, 0), 90]]), element('dead', [[bin(0, 0), 1]])],
      points: [[0.5, 3_220, 50]],
    });
    const layout = layoutFrame(given, 1440);
    expect([layout.pageW, layout.pageH, layout.height]).toEqual([1440, 1812, 1812]);
    const places = new Map(
      layout.boxes.map(({ element: id, x, y, w, h }) => [id, [x, y, w, h].map(Math.round)]),
    );
    expect(places.get('buy')).toEqual([120, 700, 180, 40]);
    expect(places.get('more')).toEqual([120, 1700, 180, 40]);
    // Seen at another width: moved sideways with the page, as high and as far down as it was.
    expect(places.get('dead')).toEqual([231, 153, 117, 42]);
  });

  test('draws each element once, where the width nearest to the drawn one has it', () => {
    const boxes = [
      box('buy', [120, 220, 60, 22], { docW: 1200, docH: 2200, seenAtMs: 3 }),
      box('hero', [0, 0, 1200, 600], { docW: 1200, docH: 2200, seenAtMs: 5 }),
      box('more', [144, 900, 72, 20], { docW: 1440, docH: 2000, seenAtMs: 2 }),
    ];
    const layout = layoutFrame(answer({ wireframe: { docW: 1440, docH: 2000, boxes } }), 1200);
    expect([layout.pageW, layout.pageH, layout.device]).toEqual([1200, 2200, 'desktop']);
    const places = layout.boxes.map(({ element: name, x, y, w, h }) => [
      name,
      ...[x, y, w, h].map(Math.round),
    ]);
    expect(places).toContainEqual(['buy', 120, 220, 60, 22]);
    expect(places).toContainEqual(['more', 120, 900, 60, 20]);
    expect(places).toHaveLength(3);
  });

  const frames: [why: string, device: Device | null, layout: MapLayout | null, frame: Device][] = [
    ['the device that was asked for', 'tablet', { name: 'narrow', device: 'mobile' }, 'tablet'],
    ['a narrow window of a desktop', null, { name: 'narrow', device: 'desktop' }, 'desktop'],
    ['the width alone', null, null, 'mobile'],
  ];
  test.each(frames)('has the frame of %s', (_why, device, layout, frame) => {
    const wireframe = { docW: 500, docH: 900, boxes: [box('buy', [9, 9, 90, 40], { docW: 500 })] };
    const meta = { ...answer().meta, layout };
    expect(layoutFrame(answer({ device, meta, wireframe }), 400).device).toBe(frame);
  });

  test('leaves out boxes without area or outside of the page', () => {
    const boxes = [
      box('flat', [0, 0, 100, 0]),
      box('right', [1000, 0, 100, 50]),
      box('left', [-200, 0, 100, 50]),
      box('below', [0, 2100, 100, 50], { docW: 1100 }),
    ];
    expect(layoutFrame(answer({ wireframe: { docW: 1000, docH: 2000, boxes } }), 500).boxes).toEqual([]);
  });

  test('is tall enough for the clicks, but not for one stray far below', () => {
    const points: HeatmapAnswer['points'] = [
      [0.5, 2_990, 999],
      [0.5, 150_000, 1],
    ];
    expect(layoutFrame(answer({ points }), 1000).pageH).toBe(3000);
  });

  const widths: [name: string, more: Partial<HeatmapAnswer>, pageW: number][] = [
    ['the wireframe', {}, 1000],
    [
      'the clicks',
      { wireframe: { docW: 0, docH: 0, boxes: [] }, meta: { ...answer().meta, viewportW: 1440 } },
      1440,
    ],
    ['the device', { wireframe: { docW: 0, docH: 0, boxes: [] }, device: 'mobile' }, 390],
    ['nothing', { wireframe: { docW: 0, docH: 0, boxes: [] } }, 1280],
  ];
  test.each(widths)('takes the page width from %s', (_name, more, pageW) => {
    expect(layoutFrame(answer(more), 640).pageW).toBe(pageW);
  });
});

describe('projectPoints()', () => {
  const boxes = [box('buy', [100, 200, 320, 64])];
  const wireframe = { docW: 1000, docH: 2000, boxes };

  test('places a bin at its middle inside the element', () => {
    const given = answer({
      wireframe,
      elements: [
        element('buy', [
          [bin(0, 0), 4],
          [bin(31, 16), 6],
        ]),
      ],
    });
    expect(projectPoints(given, layoutFrame(given, 1000), 'elements')).toEqual({
      points: [
        [105, 201, 4],
        [265, 263, 6],
      ],
      placed: 10,
      unplaced: 0,
    });
  });

  test('adds loose clicks to elements, and says how many have no place', () => {
    const given = answer({
      wireframe,
      total: 20,
      elements: [element('buy', [[bin(0, 0), 4]]), element('gone', [[bin(0, 0), 9]])],
      loose: [[0.5, 100, 7]],
      points: [[0.1, 200, 20]],
    });
    const plot = projectPoints(given, layoutFrame(given, 500), 'elements');
    expect(plot.points).toEqual([
      [52.5, 100.5, 4],
      [252.5, 52.5, 7],
    ]);
    expect([plot.placed, plot.unplaced]).toEqual([11, 9]);
  });

  test('draws cells alone on the page grid', () => {
    const given = answer({
      wireframe,
      elements: [element('buy', [[bin(0, 0), 10]])],
      points: [[0.25, 200, 10]],
    });
    expect(projectPoints(given, layoutFrame(given, 500), 'grid').points).toEqual([[127.5, 102.5, 10]]);
  });

  test('drops what lies outside of the frame', () => {
    const points: HeatmapAnswer['points'] = [
      [0.5, 100, 9_990],
      [0.5, 90_000, 10],
    ];
    const given = answer({ points, total: 10_000 });
    expect(projectPoints(given, layoutFrame(given, 500), 'grid')).toMatchObject({
      placed: 9_990,
      unplaced: 10,
    });
  });
});

describe('suggestMode()', () => {
  const points: HeatmapAnswer['points'] = [[0.1, 200, 10]];
  const cases: [mode: 'elements' | 'grid', known: string][] = [
    ['elements', 'buy'],
    ['grid', 'unseen'],
  ];
  test('is elements when most stand in them, though other widths have more on the grid', () => {
    const given = answer({
      wireframe: { docW: 1000, docH: 2000, boxes: [box('buy', [100, 200, 320, 64])] },
      elements: [element('buy', [[bin(3, 3), 6]]), element('narrow', [[bin(3, 3), 4]])],
      points,
    });
    expect(suggestMode(given, layoutFrame(given, 500))).toBe('elements');
  });

  test.each(cases)('is %s when clicks are on %s', (mode, known) => {
    const given = answer({
      wireframe: { docW: 1000, docH: 2000, boxes: [box('buy', [100, 200, 320, 64])] },
      elements: [element(known, [[bin(3, 3), 10]])],
      points,
    });
    expect(suggestMode(given, layoutFrame(given, 500))).toBe(mode);
  });
});
