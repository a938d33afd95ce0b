// The scope in the address: read, written, and never broken by what people type.

import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { PERIODS } from '../../src/contract/api.ts';
import { DIMENSION_NAMES, filterOpsOf } from '../../src/contract/dimensions.ts';
import { DEVICES } from '../../src/contract/event-types.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import {
  isOpenEnded,
  parseFilter,
  parseScope,
  type Scope,
  scopeQuery,
  withFilter,
  writeScope,
} from './scope.ts';

const filter = fc.constantFrom(...DIMENSION_NAMES, 'prop.a b' as const).chain((dimension) =>
  fc.record({
    dimension: fc.constant(dimension),
    op: fc.constantFrom(...filterOpsOf(dimension)),
    value: fc.string({ unit: 'grapheme' }),
  }),
);
const range = fc.oneof(
  fc.record({ period: fc.constantFrom(...PERIODS), fromMs: fc.constant(null), toMs: fc.constant(null) }),
  fc
    .tuple(fc.nat({ max: 2 ** 41 }), fc.integer({ min: 1, max: 2 ** 35 }))
    .map(([fromMs, length]) => ({ period: null, fromMs, toMs: fromMs + length })),
);
const scope: fc.Arbitrary<Scope> = fc
  .tuple(
    range,
    fc.constantFrom(null, 'Europe/Berlin'),
    fc.boolean(),
    fc.array(filter, { maxLength: LIMITS.scopeFilters }),
    fc.constantFrom(null, 'k3x9'),
    fc.constantFrom(null, ...DEVICES),
  )
  .map(([when, timeZone, compare, filters, segment, device]) => ({
    ...{ ...when, timeZone, compare, filters, segment, device },
  }));

test('parseScope() reads what writeScope() wrote', () => {
  fc.assert(fc.property(scope, (given) => expect(parseScope(writeScope(given))).toEqual(given)));
});

test('writeScope() is empty for the default and keeps parameters of the page', () => {
  expect(writeScope(parseScope(''))).toBe('');
  expect(writeScope(parseScope('?period=30d'), '?page=abc&period=90d&filter=os:is:iOS')).toBe(
    '?page=abc&period=30d',
  );
});

describe('parseScope() takes the default for what it does not understand', () => {
  test.each([
    ['?period=century', { period: '7d' }],
    ['?from=5&to=3', { period: '7d', fromMs: null, toMs: null }],
    ['?from=abc&to=3', { period: '7d' }],
    [
      '?from=2026-11-01T00:00Z&to=2026-11-02T00:00Z',
      { period: null, fromMs: 1793491200000, toMs: 1793577600000 },
    ],
    ['?from=2026-11-01&to=2026-11-01', { period: null, fromMs: 1793491200000, toMs: 1793577600000 }],
    ['?filter=shoe:is:red&filter=country:like:DE&filter=country:is&filter=rage:is:3', { filters: [] }],
    ['?device=fridge', { device: null }],
    ['?compare=none', { compare: false }],
  ])('%p', (search, expected) => expect(parseScope(search)).toMatchObject(expected as Partial<Scope>));
});

test('parseScope() takes no more filters than the server does', () => {
  const search = `?${Array.from({ length: LIMITS.scopeFilters + 5 }, (_, at) => `filter=entry:contains:${at}`).join('&')}`;
  expect(parseScope(search).filters).toHaveLength(LIMITS.scopeFilters);
});

test('parseFilter() leaves colons in the value', () => {
  expect(parseFilter('referrer:is:https://a.example:8080/')).toEqual({
    dimension: 'referrer',
    op: 'is',
    value: 'https://a.example:8080/',
  });
  expect(parseFilter('source:is:')).toEqual({ dimension: 'source', op: 'is', value: '' });
});

test('scopeQuery() speaks the words of the API and leaves the device to heatmaps', () => {
  const query = scopeQuery(parseScope('?period=30d&device=mobile&filter=country:is:DE&filter=os:is_not:iOS'));
  expect(query.toString()).toBe(
    'period=30d&compare=previous&filter=country%3Ais%3ADE&filter=os%3Ais_not%3AiOS',
  );
  expect(scopeQuery(parseScope('?from=1&to=2&compare=none')).toString()).toBe('from=1&to=2');
});

test('withFilter() replaces an equality on the same dimension and adds the rest once', () => {
  const base = parseScope('?filter=country:is:DE&filter=entry:contains:a');
  expect(withFilter(base, { dimension: 'country', op: 'is', value: 'US' }).filters).toEqual([
    { dimension: 'entry', op: 'contains', value: 'a' },
    { dimension: 'country', op: 'is', value: 'US' },
  ]);
  expect(withFilter(base, { dimension: 'entry', op: 'contains', value: 'a' }).filters).toHaveLength(2);
});

test.each([
  ['?period=24h', true],
  ['?period=today', true],
  ['?period=yesterday', false],
  ['?from=0&to=1000', false],
  ['?from=0&to=1001', true],
])('isOpenEnded() of %p is %p at 1000 ms', (search, isOpen) => {
  expect(isOpenEnded(parseScope(search), 1000)).toBe(isOpen);
});

test("scopeQuery() asks for sessions without a value in the server's word for it", () => {
  const query = scopeQuery(parseScope('?filter=country:is:&filter=source:is_not:&filter=os:is:iOS'));
  expect(query.getAll('filter')).toEqual(['country:is:(none)', 'source:is_not:(none)', 'os:is:iOS']);
});
