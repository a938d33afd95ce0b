// From found elements to points, counts and the frame's boxes. Finding and measuring are tested in a browser.

import { describe, expect, test } from 'bun:test';
import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import { OFFSET_BINS } from '../../src/contract/element.ts';
import { frameOfPage, plotOfPage } from './page-frame.ts';
import { countPlacement, type Place, pagePoints } from './place-elements.ts';

const element = (id: string, count: number, bins: [number, number][] = []): HeatmapElement => ({
  element: id,
  label: id,
  descriptor: { tag: 'a' },
  count,
  share: 0,
  bins,
});
const box = { x: 100, y: 200, w: 320, h: 64 };
const placed: Place = { state: 'placed', box, isHidden: false, score: 1, margin: 1 };
const hidden: Place = { ...placed, isHidden: true };
const unsure: Place = { ...placed, state: 'unsure' };
const gone: Place = { state: 'gone', box: null, isHidden: false, score: 0.2, margin: 0 };

/** The first bin's middle is half a bin inside. */
const FIRST = { x: 100 + 320 / OFFSET_BINS / 2, y: 200 + 64 / OFFSET_BINS / 2 };
const LAST = OFFSET_BINS * OFFSET_BINS - 1;

describe('pagePoints()', () => {
  test('puts bins into the box and clicks without an offset into its middle', () => {
    expect(
      pagePoints(
        [
          element('a', 9, [
            [0, 4],
            [LAST, 2],
          ]),
        ],
        [placed],
      ),
    ).toEqual([
      { elementId: 'a', ...FIRST, weight: 4, state: 'placed' },
      { elementId: 'a', x: 100 + 320 - 5, y: 200 + 64 - 1, weight: 2, state: 'placed' },
      { elementId: 'a', x: 260, y: 232, weight: 3, state: 'placed' },
    ]);
  });

  test('puts what would fall between the lines of an element onto the nearest line', () => {
    const lines = [
      { x: 300, y: 200, w: 120, h: 32 },
      { x: 100, y: 232, w: 60, h: 32 },
    ];
    const [left, right, beside] = pagePoints(
      [
        element('a', 3, [
          [0, 1],
          [OFFSET_BINS - 1, 1],
          [LAST, 1],
        ]),
      ],
      [{ ...placed, lines }],
    );
    expect(left).toMatchObject({ x: FIRST.x, y: 234 });
    expect(right).toMatchObject({ x: 415, y: FIRST.y });
    expect(beside).toMatchObject({ x: 415, y: 230 });
  });

  test('has unsure points, one place that is none for what is gone, and nothing for what is hidden', () => {
    const elements = [
      element('u', 1, [[0, 1]]),
      element('g', 5, [[0, 5]]),
      element('h', 7, [[0, 7]]),
      element('x', 2),
    ];
    expect(pagePoints(elements, [unsure, gone, hidden])).toEqual([
      { elementId: 'u', ...FIRST, weight: 1, state: 'unsure' },
      { elementId: 'g', x: Number.NaN, y: Number.NaN, weight: 5, state: 'gone' },
      { elementId: 'x', x: Number.NaN, y: Number.NaN, weight: 2, state: 'gone' },
    ]);
  });
});

test('countPlacement() adds up to all clicks; those on no element are unsure', () => {
  const elements = [element('p', 10), element('h', 4), element('u', 3), element('g', 2)];
  expect(countPlacement(elements, [placed, hidden, unsure, gone], 25)).toEqual({
    placed: 14,
    unsure: 9,
    gone: 2,
    hidden: 4,
    total: 25,
  });
});

test('frameOfPage() and plotOfPage() scale to the room and draw only what is sure and seen', () => {
  const elements = [element('p', 4, [[0, 4]]), element('u', 3, [[0, 3]]), element('h', 2, [[0, 2]])];
  const laidOut = { size: { width: 1000, height: 3000 }, elements, places: [placed, unsure, hidden] };
  const layout = frameOfPage({ width: 1000, height: 3000, device: 'desktop', laidOut }, 500);
  expect(layout).toMatchObject({ width: 500, height: 1500, scale: 0.5, pageW: 1000, pageH: 3000 });
  expect(layout.boxes).toEqual([
    { element: 'p', label: 'p', tag: 'a', isSection: false, x: 50, y: 100, w: 160, h: 32 },
  ]);
  const answer = { elements, meta: { total: 12 } } as unknown as HeatmapAnswer;
  expect(plotOfPage(answer, layout, laidOut, 'elements')).toEqual({
    points: [[FIRST.x / 2, FIRST.y / 2, 4]],
    placed: 4,
    unplaced: 8,
  });
  expect(frameOfPage({ width: 400, height: 800, device: 'mobile', laidOut: null }, 900).scale).toBe(1);
});
