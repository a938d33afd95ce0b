import { describe, expect, test } from 'bun:test';
import { parseScope } from './scope.ts';
import { parseSecond, type SecondScope, secondQuery, writeSecond } from './second-scope.ts';

describe('parseSecond()', () => {
  const cases: [search: string, expected: SecondScope | null][] = [
    ['', null],
    ['?period=30d&device=mobile', null],
    ['?vsDevice=mobile', null],
    ['?vs=previous&vsPeriod=7d', { mode: 'previous' }],
    ['?vs=yesterday', null],
    ['?vsPeriod=7d', { mode: 'other', scope: parseScope('?period=7d') }],
    [
      '?period=7d&filter=os:is:iOS&vsPeriod=90d&vsDevice=tablet&vsFilter=country:is:DE&vsFilter=os:is:iOS',
      {
        mode: 'other',
        scope: parseScope('?period=90d&device=tablet&filter=country:is:DE&filter=os:is:iOS'),
      },
    ],
    ['?vsFrom=0&vsTo=900000', { mode: 'other', scope: parseScope('?from=0&to=900000') }],
  ];
  test.each(cases)('reads %p', (search, expected) => {
    expect(parseSecond(search)).toEqual(expected);
  });
});

describe('writeSecond()', () => {
  const seconds: [SecondScope | null][] = [
    [null],
    [{ mode: 'previous' }],
    [{ mode: 'other', scope: parseScope('') }],
    [{ mode: 'other', scope: parseScope('?from=0&to=900000&device=mobile&filter=entry:glob:/a*') }],
  ];
  test.each(seconds)('writes %p so that it is read again, and keeps the rest', (second) => {
    const search = writeSecond(second, '?page=x&vs=previous&vsPeriod=1h&filter=os:is:iOS');
    expect(parseSecond(search)).toEqual(second);
    expect(new URLSearchParams(search).get('page')).toBe('x');
    expect(new URLSearchParams(search).getAll('filter')).toEqual(['os:is:iOS']);
  });
});

describe('secondQuery()', () => {
  test('asks as the API is asked', () => {
    expect(`${secondQuery(null)}`).toBe('');
    expect(`${secondQuery({ mode: 'previous' })}`).toBe('compare=previous');
    const other = parseSecond('?vsPeriod=7d&vsFilter=source:is:&vsDevice=mobile');
    expect(secondQuery(other).getAll('vsFilter')).toEqual(['source:is:(none)']);
    expect(secondQuery(other).get('vsPeriod')).toBe('7d');
    expect(secondQuery(other).get('vsDevice')).toBe('mobile');
  });
});
