import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { INTERVALS, type Interval } from '../contract/api.ts';
import { DAY_MS } from '../contract/slots.ts';
import { bucketEdges, bucketLabel, defaultInterval, HOUR_MS, readInterval } from './buckets.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);

/** Widths in hours of the buckets of one span, and their labels. */
function describeBuckets(timeZone: string, from: string, to: string, interval: Interval) {
  const edges = bucketEdges({ fromMs: utc(from), toMs: utc(to), timeZone }, interval);
  return {
    hours: edges.slice(1).map((edge, index) => (edge - (edges[index] as number)) / HOUR_MS),
    labels: edges.slice(0, -1).map((edge) => bucketLabel(timeZone, edge, interval)),
  };
}

describe('bucketEdges() across clock changes', () => {
  const cases: {
    name: string;
    zone: string;
    from: string;
    to: string;
    interval: Interval;
    hours: number[];
    labels: string[];
  }[] = [
    {
      name: 'Berlin days in autumn',
      zone: 'Europe/Berlin',
      from: '2026-10-23T22:00',
      to: '2026-10-26T23:00',
      interval: 'day',
      hours: [24, 25, 24],
      labels: ['2026-10-24', '2026-10-25', '2026-10-26'],
    },
    {
      name: 'Berlin days in spring',
      zone: 'Europe/Berlin',
      from: '2026-03-27T23:00',
      to: '2026-03-30T22:00',
      interval: 'day',
      hours: [24, 23, 24],
      labels: ['2026-03-28', '2026-03-29', '2026-03-30'],
    },
    {
      name: 'Berlin hours in autumn: two o’clock comes twice',
      zone: 'Europe/Berlin',
      from: '2026-10-24T23:00',
      to: '2026-10-25T03:00',
      interval: 'hour',
      hours: [1, 1, 1, 1],
      labels: ['2026-10-25T01:00', '2026-10-25T02:00', '2026-10-25T02:00', '2026-10-25T03:00'],
    },
    {
      name: 'Berlin hours in spring: two o’clock is left out',
      zone: 'Europe/Berlin',
      from: '2026-03-29T00:00',
      to: '2026-03-29T02:00',
      interval: 'hour',
      hours: [1, 1],
      labels: ['2026-03-29T01:00', '2026-03-29T03:00'],
    },
    {
      name: 'New York weeks begin on Monday',
      zone: 'America/New_York',
      from: '2026-10-28T12:00',
      to: '2026-11-11T00:00',
      interval: 'week',
      hours: [113, 168, 43],
      labels: ['2026-10-28', '2026-11-02', '2026-11-09'],
    },
    {
      name: 'New York months',
      zone: 'America/New_York',
      from: '2026-02-01T05:00',
      to: '2026-05-01T04:00',
      interval: 'month',
      hours: [28 * 24, 31 * 24 - 1, 30 * 24],
      labels: ['2026-02-01', '2026-03-01', '2026-04-01'],
    },
    {
      name: 'Kathmandu days begin at a quarter past',
      zone: 'Asia/Kathmandu',
      from: '2026-11-20T18:15',
      to: '2026-11-22T18:15',
      interval: 'day',
      hours: [24, 24],
      labels: ['2026-11-21', '2026-11-22'],
    },
    {
      name: 'Kathmandu hours begin at a quarter past',
      zone: 'Asia/Kathmandu',
      from: '2026-11-21T00:00',
      to: '2026-11-21T02:00',
      interval: 'hour',
      hours: [0.25, 1, 0.75],
      labels: ['2026-11-21T05:45', '2026-11-21T06:00', '2026-11-21T07:00'],
    },
    {
      name: 'Lord Howe changes by half an hour: the day',
      zone: 'Australia/Lord_Howe',
      from: '2026-04-03T13:00',
      to: '2026-04-05T13:30',
      interval: 'day',
      hours: [24, 24.5],
      labels: ['2026-04-04', '2026-04-05'],
    },
    {
      name: 'Lord Howe changes by half an hour: the hours',
      zone: 'Australia/Lord_Howe',
      from: '2026-04-04T14:00',
      to: '2026-04-04T16:30',
      interval: 'hour',
      hours: [1, 0.5, 1],
      labels: ['2026-04-05T01:00', '2026-04-05T01:30', '2026-04-05T02:00'],
    },
    {
      name: 'Cairo springs at midnight: the day begins at one',
      zone: 'Africa/Cairo',
      from: '2026-04-22T22:00',
      to: '2026-04-24T21:00',
      interval: 'day',
      hours: [24, 23],
      labels: ['2026-04-23', '2026-04-24'],
    },
  ];
  for (const { name, zone, from, to, interval, hours, labels } of cases) {
    test(name, () => {
      expect(describeBuckets(zone, from, to, interval)).toEqual({ hours, labels });
    });
  }
});

test('bucketEdges() ascends, begins and ends with the span, and stands on quarter-hours in any zone', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Pacific/Apia',
  );
  const starts = fc.integer({
    min: utc('2025-01-01T00:00') / 900_000,
    max: utc('2027-01-01T00:00') / 900_000,
  });
  const property = fc.property(
    zones,
    starts,
    fc.integer({ min: 1, max: 900 }),
    fc.constantFrom(...INTERVALS),
    check,
  );
  fc.assert(property, { numRuns: 300 });

  function check(timeZone: string, start: number, slots: number, interval: Interval): void {
    const span = { timeZone, fromMs: start * 900_000, toMs: (start + slots) * 900_000 };
    const edges = bucketEdges(span, interval);
    expect([edges[0], edges.at(-1)]).toEqual([span.fromMs, span.toMs]);
    for (const [index, edge] of edges.slice(1).entries())
      expect(edge).toBeGreaterThan(edges[index] as number);
    for (const edge of edges) expect(edge % 900_000).toBe(0);
    const labels = edges.slice(1, -1).map((edge) => bucketLabel(timeZone, edge, interval));
    if (interval !== 'hour') expect(new Set(labels).size).toBe(labels.length);
    if (interval === 'month') for (const label of labels) expect(label).toEndWith('-01');
    if (interval === 'week') for (const label of labels) expect(new Date(label).getUTCDay()).toBe(1);
  }
});

test('defaultInterval() follows the length of the span', () => {
  const cases: [days: number, interval: Interval][] = [
    [1, 'hour'],
    [2, 'hour'],
    [7, 'day'],
    [91, 'day'],
    [120, 'week'],
    [366, 'month'],
  ];
  for (const [days, interval] of cases) {
    expect(defaultInterval({ timeZone: 'UTC', fromMs: 0, toMs: days * DAY_MS })).toBe(interval);
  }
});

test('readInterval() names the allowed ones when it refuses', () => {
  const span = { timeZone: 'UTC', fromMs: 0, toMs: 90 * DAY_MS };
  expect(readInterval('week', span)).toBe('week');
  expect(() => readInterval('minute', span)).toThrow('allowed are hour, day, week, month');
  expect(() => readInterval('hour', span)).toThrow('use day, week or month');
});
