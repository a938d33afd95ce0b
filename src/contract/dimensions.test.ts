import { describe, expect, test } from 'bun:test';
import {
  DIMENSION_NAMES,
  dimensionSpec,
  FILTER_OPS,
  filterOpsOf,
  isFilterDimension,
  NAMED_DIMENSION_NAMES,
  propKeyOf,
} from './dimensions.ts';

describe('dimensions', () => {
  test('all stand in docs/filters.md, and nothing else does', async () => {
    const page = await Bun.file(new URL('../../docs/filters.md', import.meta.url)).text();
    const rows = page.split('\n').filter((line) => line.startsWith('| `') && !line.startsWith('| `is'));
    const named = rows
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''))
      .filter((name) => !FILTER_OPS.some((op) => op === name) && name !== 'prop.<key>');
    expect(named.sort()).toEqual([...DIMENSION_NAMES, ...NAMED_DIMENSION_NAMES].sort());
  });

  test('can each be asked with something that the grammar knows', () => {
    for (const name of [...DIMENSION_NAMES, ...NAMED_DIMENSION_NAMES, 'prop.plan' as const]) {
      const ops = filterOpsOf(name);
      expect(ops.length).toBeGreaterThan(0);
      expect(ops.filter((op) => !FILTER_OPS.includes(op))).toEqual([]);
      expect(dimensionSpec(name).label).not.toBe('');
    }
  });

  test.each([
    ['device', true, null],
    ['prop.plan', true, 'plan'],
    ['prop.a b.c', true, 'a b.c'],
    ['prop.', false, null],
    ['prop', false, null],
    ['toString', false, null],
    ['__proto__', false, null],
    ['', false, null],
  ] as const)('isFilterDimension(%p) is %p', (text, isKnown, key) => {
    expect(isFilterDimension(text)).toBe(isKnown);
    expect(propKeyOf(text)).toBe(key);
  });
});
