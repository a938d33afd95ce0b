import { expect, test } from 'bun:test';
import { layoutSpan } from './snapshot-layouts.ts';

const taken = (layoutHash: string, createdAtMs: number, device: 'desktop' | 'mobile' = 'desktop') => ({
  ...{ page: 'p', device, layoutHash, createdAtMs },
});

test.each([
  ['the only one', [taken('a', 5)], 0, 5, null],
  ['two of one layout', [taken('a', 5), taken('a', 9)], 1, 5, null],
  ['an earlier layout', [taken('a', 5), taken('b', 9)], 0, 5, 9],
  ['the layout after it', [taken('a', 5), taken('b', 9)], 1, 9, null],
  ['a layout that came back', [taken('a', 1), taken('b', 5), taken('a', 9), taken('a', 12)], 3, 9, null],
  ['its first time', [taken('a', 1), taken('b', 5), taken('a', 9)], 0, 1, 5],
  ['another device class says nothing', [taken('a', 1), taken('b', 5, 'mobile')], 0, 1, null],
] as const)('layoutSpan() of %s', (_, all, at, fromMs, untilMs) => {
  expect(layoutSpan(all[at] ?? taken('', 0), [...all].reverse())).toEqual({ fromMs, untilMs });
});
