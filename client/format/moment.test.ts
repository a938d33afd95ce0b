import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { readMoment, writeMoment } from './moment.ts';

test('readMoment() reads what writeMoment() wrote', () => {
  fc.assert(
    fc.property(fc.nat({ max: 900_000_000 }), (atMs) => expect(readMoment(writeMoment(atMs))).toBe(atMs)),
  );
});

test.each([
  ['', null],
  ['#', null],
  ['#t=', null],
  ['#t=-1', null],
  ['#t=1e3', null],
  ['#t=0', 0],
  ['#t=12.3', 12_300],
  ['#t=7.0049', null],
  ['#x=1', null],
])('readMoment() of %p is %p', (hash, expected) => {
  expect(readMoment(hash)).toBe(expected);
});

test('writeMoment() is short', () => {
  expect([0, 12_300, 60_000, 1, -5].map(writeMoment)).toEqual([
    '#t=0',
    '#t=12.3',
    '#t=60',
    '#t=0.001',
    '#t=0',
  ]);
});
