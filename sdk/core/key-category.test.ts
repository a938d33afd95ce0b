import { expect, test } from 'bun:test';
import { keyCategory } from './key-category.ts';

test.each([
  ['ArrowLeft', 'navigation'],
  ['PageDown', 'navigation'],
  ['Home', 'navigation'],
  ['Tab', 'navigation'],
  ['Backspace', 'editing'],
  ['Enter', 'editing'],
  ['Shift', 'modifier'],
  ['AltGraph', 'modifier'],
  ['Escape', 'system'],
  ['F5', 'system'],
  ['a', 'other'],
  ['F', 'other'],
  ['7', 'other'],
  [' ', 'other'],
  ['ß', 'other'],
  ['Dead', 'other'],
])('keyCategory(%j) is %s', (key, category) => {
  expect(keyCategory(key)).toBe(category as ReturnType<typeof keyCategory>);
});
