import { expect, test } from 'bun:test';
import { worstStep } from './worst-step.ts';

test.each([
  [[], null],
  [[0, 0], null],
  [[3, 5, 0], 1],
  [[5, 5, 0], 0],
] as const)('worstStep() of %j is %p', (losses, step) => {
  expect(worstStep(losses.map((left) => ({ left })))).toBe(step);
});
