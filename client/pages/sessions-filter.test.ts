import { describe, expect, test } from 'bun:test';
import { parseSessionsFilter, readOpen, writeOpen, writeSessionsFilter } from './sessions-filter.ts';

const DEFAULT = { page: null, hasRage: false, minEvents: 0, search: '', sort: 'newest' as const };

describe('parseSessionsFilter()', () => {
  const cases: [search: string, expected: Partial<ReturnType<typeof parseSessionsFilter>>][] = [
    ['', {}],
    ['?page=2x&rage=1&minEvents=10', { page: '2x', hasRage: true, minEvents: 10 }],
    ['?page=&rage=true&minEvents=many', {}],
    ['?minEvents=-4', {}],
    ['?minEvents=7.9', { minEvents: 7 }],
    ['?minEvents=1e99', { minEvents: 100_000 }],
    ['?search=ana&sort=longest', { search: 'ana', sort: 'longest' }],
    ['?sort=oldest', {}],
  ];
  test.each(cases)('reads %p', (search, expected) => {
    expect(parseSessionsFilter(search)).toEqual({ ...DEFAULT, ...expected });
  });
});

describe('writeSessionsFilter()', () => {
  test('keeps the scope and leaves out defaults', () => {
    expect(writeSessionsFilter(DEFAULT, '?period=30d&rage=1')).toBe('?period=30d');
    expect(
      writeSessionsFilter(
        { page: 'a', hasRage: true, minEvents: 5, search: 'a&b', sort: 'friction' },
        '?period=30d&page=b',
      ),
    ).toBe('?period=30d&page=a&rage=1&minEvents=5&search=a%26b&sort=friction');
  });
});

describe('writeOpen()', () => {
  test('names a session beside what the list asks, which another question drops', () => {
    const search = writeOpen('1x.0', '?period=30d&sort=longest');
    expect(search).toBe('?period=30d&sort=longest&open=1x.0');
    expect(readOpen(search)).toBe('1x.0');
    expect(readOpen(writeSessionsFilter(parseSessionsFilter(search), search))).toBeNull();
  });
});
