// The sentence above the overview and the points of its chart.

import { describe, expect, test } from 'bun:test';
import type { OverviewAnswer, OverviewBucket } from '../../src/contract/api.ts';
import { overviewChart } from './overview-chart.ts';
import { isLastSlotOpen, summary } from './overview-metrics.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 15);

function answer(visitors: number, spanMs = 7 * DAY, series: OverviewBucket[] = []): OverviewAnswer {
  const totals = {
    visitors,
    sessions: visitors * 2,
    pageviews: 0,
    events: 0,
    clicks: 0,
    bounceRate: null,
    medianDurationMs: null,
    meanDurationMs: null,
    rageClicks: 0,
    deadClicks: 0,
  };
  const breakdowns = { source: [], entry: [], country: [], device: [], browser: [], os: [] };
  return {
    scope: { fromMs: START, toMs: START + spanMs, timeZone: 'UTC', period: null },
    interval: 'day',
    totals,
    previous: null,
    series,
    breakdowns,
  };
}

const slot = (label: string, visitors: number): OverviewBucket => ({
  startMs: Date.parse(label),
  label,
  visitors,
  sessions: 0,
  pageviews: 0,
  events: 0,
  clicks: 0,
});

describe('summary()', () => {
  test.each([
    [
      answer(1284),
      answer(1146),
      '1,284 visitors in 2,568 sessions, 12 % more visitors than in the 7 days before.',
    ],
    [answer(1), answer(2), '1 visitor in 2 sessions, 50 % fewer visitors than in the 7 days before.'],
    [answer(5), answer(5), '5 visitors in 10 sessions, as many visitors as in the 7 days before.'],
    [answer(5), answer(0), '5 visitors in 10 sessions; nobody in the 7 days before.'],
    [answer(0), answer(0), '0 visitors in 0 sessions.'],
    [answer(5), null, '5 visitors in 10 sessions.'],
    [
      answer(2, 3_600_000),
      answer(1),
      '2 visitors in 4 sessions, 100 % more visitors than in the hour before.',
    ],
    [
      answer(2, 6.1 * DAY),
      answer(1),
      '2 visitors in 4 sessions, 100 % more visitors than in the 7 days before.',
    ],
    [
      answer(2, 365 * DAY),
      answer(1),
      '2 visitors in 4 sessions, 100 % more visitors than in the year before.',
    ],
  ])('case %#', (now, before, sentence) => expect(summary(now, before)).toBe(sentence));
});

test('overviewChart() puts each slot beside the one at the same place before, and notes where they fall', () => {
  const now = answer(0, 2 * DAY, [slot('2026-11-15', 3), slot('2026-11-16', 4)]);
  const before = answer(0, 2 * DAY, [slot('2026-11-13', 1)]);
  const note = (atMs: number, text: string) => ({
    id: 'a',
    atMs,
    text,
    createdBy: 'terminal',
    createdAtMs: 0,
  });
  const notes = [note(START + DAY + 5, 'Deploy'), note(START - 1, 'Too early')];
  expect(overviewChart('visitors', { now, before }, notes)).toEqual({
    labels: [
      { short: '15 Nov', long: 'Sunday, 15 November 2026', exact: '2026-11-15' },
      { short: '16 Nov', long: 'Monday, 16 November 2026', exact: '2026-11-16' },
    ],
    lines: [
      { name: 'Visitors', values: [3, 4] },
      {
        name: 'Before',
        isBefore: true,
        values: [1, null],
        labels: ['Friday, 13 November 2026', null],
      },
    ],
    notes: [{ index: 1, text: 'Deploy' }],
  });
});

test('isLastSlotOpen() is over when the slot and the scope are', () => {
  const one = answer(0, DAY, [slot('2026-11-15', 3)]);
  expect(isLastSlotOpen(one, START + DAY / 2)).toBe(true);
  expect(isLastSlotOpen(one, START + DAY)).toBe(false);
  expect(isLastSlotOpen(answer(0), START)).toBe(false);
});
