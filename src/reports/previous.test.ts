import { expect, test } from 'bun:test';
import type { Interval } from '../contract/api.ts';
import { bucketEdges } from './buckets.ts';
import { previousSpan } from './previous.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);

test('previousSpan() is the same stretch of the calendar before', () => {
  const cases: [
    name: string,
    zone: string,
    from: string,
    to: string,
    Interval,
    before: string,
    until: string,
  ][] = [
    [
      'an hour, widened',
      'UTC',
      '2026-11-21T13:00',
      '2026-11-21T14:15',
      'hour',
      '2026-11-21T11:00',
      '2026-11-21T12:15',
    ],
    [
      '24 hours, widened',
      'UTC',
      '2026-11-20T14:00',
      '2026-11-21T14:15',
      'hour',
      '2026-11-19T14:00',
      '2026-11-20T14:15',
    ],
    [
      'today until now',
      'Europe/Berlin',
      '2026-11-20T23:00',
      '2026-11-21T14:15',
      'hour',
      '2026-11-19T23:00',
      '2026-11-20T14:15',
    ],
    [
      'a day of 25 hours',
      'Europe/Berlin',
      '2026-10-24T22:00',
      '2026-10-25T23:00',
      'hour',
      '2026-10-23T22:00',
      '2026-10-24T22:00',
    ],
    [
      '7 days over a clock change',
      'Europe/Berlin',
      '2026-10-22T22:00',
      '2026-10-29T11:30',
      'day',
      '2026-10-15T22:00',
      '2026-10-22T10:30',
    ],
    [
      '30 days until now',
      'UTC',
      '2026-10-23T00:00',
      '2026-11-21T14:15',
      'day',
      '2026-09-23T00:00',
      '2026-10-22T14:15',
    ],
    ['weeks', 'UTC', '2026-07-20T00:00', '2026-11-12T12:00', 'week', '2026-03-23T00:00', '2026-07-16T12:00'],
    [
      '12 months until now',
      'Europe/Berlin',
      '2025-11-30T23:00',
      '2026-11-21T14:15',
      'month',
      '2024-11-30T23:00',
      '2025-11-21T14:15',
    ],
    [
      'a month whose last day the other lacks',
      'UTC',
      '2026-03-01T00:00',
      '2026-03-31T12:00',
      'month',
      '2026-02-01T00:00',
      '2026-02-28T12:00',
    ],
  ];
  for (const [name, timeZone, from, to, interval, before, until] of cases) {
    const span = previousSpan({ timeZone, fromMs: utc(from), toMs: utc(to) }, interval);
    const found = [span.fromMs, span.toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
    expect([name, ...found]).toEqual([name, before, until]);
  }
});

test('previousSpan() has as many buckets as its span for the day periods', () => {
  const toMs = utc('2026-11-21T14:15');
  for (const days of [1, 7, 30, 90]) {
    const span = {
      timeZone: 'Europe/Berlin',
      fromMs: utc('2026-11-20T23:00') - (days - 1) * 86_400_000,
      toMs,
    };
    const fromMs = days > 27 ? span.fromMs - 3_600_000 : span.fromMs;
    const now = bucketEdges({ ...span, fromMs }, 'day');
    expect(bucketEdges(previousSpan({ ...span, fromMs }, 'day'), 'day').length).toBe(now.length);
  }
});
