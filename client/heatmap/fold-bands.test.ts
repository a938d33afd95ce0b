import { expect, test } from 'bun:test';
import { foldBands } from './fold-bands.ts';

test('foldBands() tells shares by band and where four of five folds lie', () => {
  const folds: [number, number][] = [
    [1100, 10],
    [700, 10],
    [900, 80],
  ];
  expect(foldBands(folds)).toEqual({
    bands: [
      { fromPx: 600, toPx: 700, share: 0.1 },
      { fromPx: 800, toPx: 900, share: 0.8 },
      { fromPx: 1000, toPx: 1100, share: 0.1 },
    ],
    most: 0.8,
    highPx: 600,
    lowPx: 900,
  });
});

test('foldBands() leaves out what is too rare to be seen, and is null when there is nothing', () => {
  expect(foldBands([])).toBeNull();
  expect(
    foldBands([
      [700, 1],
      [800, 999],
    ])?.bands,
  ).toHaveLength(1);
});
