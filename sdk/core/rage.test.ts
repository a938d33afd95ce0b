import { expect, test } from 'bun:test';
import type { Aftermath } from './dead.ts';
import { isDead } from './dead.ts';
import { countTaps, isForRepeats, isRage, type Tap } from './rage.ts';

test.each<[string, Tap[], number]>([
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
  expect(countTaps(earlier, [1200, 5, 5])).toBe(count);
});

test.each([
  ['qty-plus', '', true],
  ['swiper-button-next', '', true],
  ['carousel-control', '', true],
  [',,,Previous slide', 'x', true],
  ['btn', '+', true],
  ['btn', ' ›  ', true],
  ['btn', '−', true],
  ['buy', 'Buy now', false],
  ['pay', 'OK', false],
  ['', '', false],
])('isForRepeats(%j, %j) is %p', (names, label, expected) => {
  expect(isForRepeats(names, label)).toBe(expected);
});

const plain: Aftermath = {
  _isInviting: true,
  _isNative: false,
  _isForRepeats: false,
  _isSelecting: false,
  _signs: 0,
};

test.each<[string, number, Partial<Aftermath>, boolean]>([
  ['two clicks on a button', 2, {}, false],
  ['three on a button that does nothing', 3, {}, true],
  ['three on a button that does something', 3, { _signs: 4 }, true],
  ['three on plain text', 3, { _isInviting: false }, true],
  ['three that select a paragraph', 3, { _isInviting: false, _isSelecting: true }, false],
  ['three on a fake button whose text gets selected', 3, { _isSelecting: true }, true],
  ['five on a stepper that counts', 5, { _isForRepeats: true, _signs: 5 }, false],
  ['five on a stepper that is broken', 5, { _isForRepeats: true }, true],
  ['three in a number field', 3, { _isNative: true }, false],
])('isRage() of %s', (_, count, seen, expected) => {
  expect(isRage(count, { ...plain, ...seen })).toBe(expected);
});

test.each<[string, Partial<Aftermath>, boolean]>([
  ['a button and silence', {}, true],
  ['a button and a change', { _signs: 1 }, false],
  ['plain text', { _isInviting: false }, false],
  ['a video', { _isNative: true }, false],
  ['a link to elsewhere', { _isNative: true }, false],
  ['a broken stepper', { _isForRepeats: true }, true],
])('isDead() of %s', (_, seen, expected) => {
  expect(isDead({ ...plain, ...seen })).toBe(expected);
});
