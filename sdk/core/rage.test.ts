import { expect, test } from 'bun:test';
import { isDead } from './dead.ts';
import { isForRepeats } from './for-repeats.ts';
import { countTaps, isRage, type Tap } from './rage.ts';

test.each<[string, [atMs: number, x: number, y: number][], number]>([
  ['nothing before', [], 1],
  [
    'two before, at the same place',
    [
      [300, 5, 5],
      [800, 5, 5],
    ],
    3,
  ],
  [
    'one too long ago',
    [
      [0, 5, 5],
      [600, 5, 5],
    ],
    2,
  ],
  [
    'exactly a second ago',
    [
      [200, 5, 5],
      [600, 5, 5],
    ],
    3,
  ],
  [
    'one too far away',
    [
      [500, 5, 36],
      [600, 5, 5],
    ],
    2,
  ],
  [
    'exactly 30 px away',
    [
      [500, 5, 35],
      [600, 5, 5],
    ],
    3,
  ],
  [
    'across, in a circle and not in a square',
    [
      [500, 29, 29],
      [600, 5, 5],
    ],
    2,
  ],
])('countTaps() with %s', (_, earlier, count) => {
  const tapAt = (timeStamp: number, clientX: number, clientY: number, on: unknown): Tap => [
    { timeStamp, clientX, clientY },
    on,
  ];
  const [on, other] = [{}, {}];
  const [last, elsewhere] = [tapAt(1200, 5, 5, on), tapAt(1200, 5, 5, other)];
  const before = earlier.map(([atMs, x, y]) => tapAt(atMs, x, y, on)).reverse();
  expect(countTaps([last, ...before])).toBe(count);
  expect(countTaps([elsewhere, last, ...before])).toBe(1);
});

test.each([
  ['<button class="qty-plus">', '', true],
  ['<div id="swiper-button-next">', '', true],
  ['<a class="carousel-control">', '', true],
  ['<button aria-label="Previous slide">x', 'x', true],
  ['<button role="switch">', 'Dark', true],
  ['<button aria-pressed="false">', 'Dark', true],
  ['<summary aria-expanded="true">', 'More', true],
  ['<button>Next</button>', 'Next', true],
  ['<button>', '+', true],
  ['<button>', ' ›  ', true],
  ['<button>', '−', true],
  ['<button class="buy">Buy now', 'Buy now', false],
  ['<button><b class="next">Buy</b>', 'Buy', false],
  ['<button id="pay">OK', 'OK', false],
  ['<button>送信', '送信', false],
  ['<button>Да', 'Да', false],
  ['<button>', '', false],
])('isForRepeats(%j, %j) is %p', (html, label, expected) => {
  expect(isForRepeats(html, label)).toBe(expected);
});

test.each([
  ['two clicks', 2, false, false],
  ['three clicks', 3, false, true],
  ['three that select a paragraph', 3, true, false],
  ['six that went on from there', 6, true, true],
  ['six clicks', 6, false, true],
  ['keys that repeat', 0, false, false],
])('isRage() of %s', (_, count, isSelection, expected) => {
  expect(isRage(count, isSelection)).toBe(expected);
});

test.each([
  ['a button and silence', true, 0, true],
  ['a button and a change', true, 1, false],
  ['plain text', false, 0, false],
  ['plain text and a change', null, 2, false],
])('isDead() of %s', (_, isInviting, isAnswered, expected) => {
  expect(Boolean(isDead(isInviting, isAnswered))).toBe(expected);
});
