import { expect, test } from 'bun:test';
import { pointsInBox } from './points-in-box.ts';

const BOX = { x: 100, y: 40, w: 320, h: 64 };

test('pointsInBox() puts each bin into its cell of the box, and what has no offset into the middle', () => {
  const bins: [number, number][] = [
    [0, 2],
    [1023, 3],
  ];
  expect(pointsInBox(BOX, { bins, count: 6 })).toEqual([
    [105, 41, 2],
    [415, 103, 3],
    [260, 72, 1],
  ]);
  expect(pointsInBox(BOX, { bins, count: 5 })).toHaveLength(2);
});

test('pointsInBox() keeps points on the lines of an element that breaks', () => {
  const lines = [
    { x: 300, y: 40, w: 120, h: 30 },
    { x: 100, y: 74, w: 60, h: 30 },
  ];
  // The upper left corner of the box holds nothing of the element.
  expect(pointsInBox(BOX, { bins: [[0, 1]], count: 1, lines })).toEqual([[105, 76, 1]]);
  expect(pointsInBox(BOX, { bins: [[31, 1]], count: 1, lines })).toEqual([[415, 41, 1]]);
});
