import { expect, test } from 'bun:test';
import { edgeNear } from './edge-near.ts';

test.each([
  [0, 'at-top'],
  [9, 'at-top'],
  [10, ''],
  [490, ''],
  [491, 'at-end'],
  [500, 'at-end'],
] as const)('edgeNear() of a label at %d px of 500 is %p', (y, edge) => {
  expect(edgeNear(y, 500, 10)).toBe(edge);
});
