import { describe, expect, test } from 'bun:test';
import { HeatError } from '../lib/errors.ts';
import { resolveScope, type ScopeParams } from './scope.ts';

const PROJECT = { projectNo: 7, timeZone: 'Europe/Berlin' };
/** A Saturday, 15:07:30 in Berlin. */
const NOW_MS = Date.UTC(2026, 10, 21, 14, 7, 30);

const resolve = (params: ScopeParams) => resolveScope(params, PROJECT, NOW_MS);
const spanOf = (params: ScopeParams): [string, string] => {
  const { fromMs, toMs } = resolve(params);
  return [new Date(fromMs).toISOString().slice(0, 16), new Date(toMs).toISOString().slice(0, 16)];
};

describe('resolveScope() gives whole quarter-hours', () => {
  const cases: [ScopeParams, from: string, to: string][] = [
    [{ period: '1h' }, '2026-11-21T13:00', '2026-11-21T14:15'],
    [{ period: '24h' }, '2026-11-20T14:00', '2026-11-21T14:15'],
    [{ period: 'today' }, '2026-11-20T23:00', '2026-11-21T14:15'],
    [{ period: 'yesterday' }, '2026-11-19T23:00', '2026-11-20T23:00'],
    [{ period: '7d' }, '2026-11-14T23:00', '2026-11-21T14:15'],
    [{ period: '30d' }, '2026-10-22T22:00', '2026-11-21T14:15'],
    [{}, '2026-10-22T22:00', '2026-11-21T14:15'],
    [{ period: '12mo' }, '2025-11-30T23:00', '2026-11-21T14:15'],
    [{ period: 'today', tz: 'Asia/Kathmandu' }, '2026-11-20T18:15', '2026-11-21T14:15'],
    [{ from: '1763700000000', to: '1763700000001' }, '2025-11-21T04:30', '2025-11-21T04:45'],
    [{ from: '2026-11-01', to: '2026-11-02' }, '2026-10-31T23:00', '2026-11-02T23:00'],
    [{ from: '2026-11-01T12:05', to: '2026-11-01T13:00:00Z' }, '2026-11-01T11:00', '2026-11-01T13:00'],
    [{ from: '2026-11-21T10:00:00+02:00' }, '2026-11-21T08:00', '2026-11-21T14:15'],
  ];
  for (const [params, from, to] of cases) {
    test(JSON.stringify(params), () => expect(spanOf(params)).toEqual([from, to]));
  }

  test('today at midnight itself is one quarter-hour and not nothing', () => {
    const midnight = Date.UTC(2026, 10, 20, 23);
    const scope = resolveScope({ period: 'today' }, PROJECT, midnight);
    expect([scope.fromMs, scope.toMs]).toEqual([midnight, midnight + 900_000]);
  });
});

test('resolveScope() carries project, zone, filters, bots and comparison', () => {
  const filter = ['device:is:mobile', 'entry:glob:/a:b/*', 'source:is:(none)'];
  expect(resolve({ period: '7d', tz: 'UTC', filter, bots: '1', compare: 'previous' })).toMatchObject({
    projectNo: 7,
    timeZone: 'UTC',
    period: '7d',
    includeBots: true,
    comparePrevious: true,
    filters: [
      { dimension: 'device', op: 'is', value: 'mobile' },
      { dimension: 'entry', op: 'glob', value: '/a:b/*' },
      { dimension: 'source', op: 'is', value: '(none)' },
    ],
  });
  expect(resolve({ filter: 'os:is_not:iOS' })).toMatchObject({ includeBots: false, comparePrevious: false });
});

describe('resolveScope() refuses', () => {
  const cases: [ScopeParams, says: string][] = [
    [{ period: '8d' }, 'allowed are 1h, 24h, 7d'],
    [{ period: 'toString' }, 'allowed are 1h'],
    [{ period: '7d', from: '2026-11-01' }, 'together'],
    [{ to: '2026-11-01' }, 'without "from"'],
    [{ from: 'yesterday' }, 'Cannot read "from"'],
    [{ from: '2026-02-30T00:00:99' }, 'Cannot read "from"'],
    [{ from: '2026-13-01' }, 'Cannot read "from"'],
    [{ from: '-1' }, 'Cannot read "from"'],
    [{ from: '999999999999999' }, 'Cannot read "from"'],
    [{ from: '2026-11-02', to: '2026-11-01T00:00' }, 'not before'],
    [{ from: '2025-01-01', to: '2026-11-01' }, 'more than 400 days'],
    [{ tz: 'Mars/Olympus' }, 'IANA'],
    [{ tz: '+05:07' }, 'IANA'],
    [{ tz: '' }, 'IANA'],
    [{ compare: 'year' }, 'allowed are previous'],
    [{ bots: 'yes' }, 'allowed are 1'],
    [{ filter: 'device' }, 'dimension:op:value'],
    [{ filter: 'colour:is:red' }, 'allowed are page, entry'],
    [{ filter: '__proto__:is:red' }, 'allowed are page, entry'],
    [{ filter: 'rage:is:3' }, 'operator of rage: allowed are min, max'],
    [{ filter: 'visitor_type:glob:n*' }, 'operator of visitor_type: allowed are is, is_not'],
    [{ filter: 'visitor_type:is:old' }, 'value of visitor_type: allowed are new, returning'],
    [{ filter: 'duration:min:-1' }, 'min takes a number of seconds from 0'],
    [{ filter: 'duration:min:1e3' }, 'min takes a number of seconds from 0'],
    [{ filter: 'events:max:9999999999' }, 'to 1000000000'],
    [{ filter: 'element:is:UPPER CASE' }, 'the id of an element'],
    [{ filter: 'device:like:m' }, 'allowed are is, is_not, contains, glob'],
    [{ filter: 'device:is:' }, '1 to 2048 whole characters'],
    [{ filter: 'device:is:a\0b' }, 'no NUL'],
    [{ filter: `entry:is:${'x'.repeat(2049)}` }, '1 to 2048 whole characters'],
    [{ filter: Array.from({ length: 17 }, () => 'os:is:iOS') }, 'at most 16'],
  ];
  for (const [params, says] of cases) {
    test(JSON.stringify(params).slice(0, 60), () => {
      const attempt = () => resolve(params);
      expect(attempt).toThrow(HeatError);
      expect(attempt).toThrow(says);
    });
  }
});
