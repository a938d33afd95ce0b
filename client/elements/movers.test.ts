// What counts as a change worth showing.

import { expect, test } from 'bun:test';
import type { OverviewAnswer, OverviewBreakdown } from '../../src/contract/api.ts';
import { movers } from './movers.ts';

type Lists = Partial<Record<OverviewBreakdown, Record<string, number>>>;

function answer(sessions: number, lists: Lists): OverviewAnswer {
  const rows = (name: OverviewBreakdown) =>
    Object.entries(lists[name] ?? {}).map(([value, count]) => ({
      value,
      sessions: count,
      visitors: count,
      share: count / sessions,
    }));
  const breakdowns = {
    source: rows('source'),
    entry: rows('entry'),
    country: rows('country'),
    device: rows('device'),
    browser: rows('browser'),
    os: rows('os'),
  };
  const totals = {
    visitors: sessions,
    sessions,
    pageviews: sessions,
    events: sessions,
    clicks: 0,
    bounceRate: null,
    medianDurationMs: null,
    meanDurationMs: null,
    rageClicks: 0,
    deadClicks: 0,
  };
  return {
    scope: { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null },
    interval: 'day',
    totals,
    previous: null,
    series: [],
    breakdowns,
  };
}

test('movers() leaves out what moved like the whole', () => {
  const now = answer(200, { device: { desktop: 120, mobile: 80 } });
  const before = answer(100, { device: { desktop: 60, mobile: 40 } });
  expect(movers(now, before)).toEqual([]);
});

test('movers() puts the farthest from the trend first and keeps the true numbers', () => {
  const now = answer(100, { source: { Google: 20, Direct: 50, letter: 30 } });
  const before = answer(100, { source: { Google: 50, Direct: 50 } });
  expect(movers(now, before)).toEqual([
    { breakdown: 'source', value: 'Google', now: 20, before: 50 },
    { breakdown: 'source', value: 'letter', now: 30, before: 0 },
  ]);
});

test('movers() does not lead with what hardly moved itself while the whole did', () => {
  const now = answer(260, { source: { Google: 110, letter: 50 } });
  const before = answer(200, { source: { Google: 100, letter: 20 } });
  expect(movers(now, before).map(({ value }) => value)).toEqual(['letter']);
});

test('movers() says nothing of a value that a full list may have cut off', () => {
  const full = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`/page-${at}`, 20 - at]));
  const now = answer(200, { entry: { ...full, '/page-0': 60 } });
  const before = answer(200, { entry: { '/gone': 40 } });
  expect(movers(now, before).map(({ value }) => value)).not.toContain('/gone');
});

test('movers() ignores a handful of sessions and says nothing without an earlier one', () => {
  expect(movers(answer(100, { os: { Linux: 6 } }), answer(100, { os: { Linux: 3 } }))).toEqual([]);
  expect(movers(answer(100, { os: { Linux: 60 } }), answer(0, {}))).toEqual([]);
});

test('movers() answers no more than asked for', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`c${at}`, 20 + at]));
  expect(movers(answer(300, { country: many }), answer(300, {}), 4)).toHaveLength(4);
});
