// Calendar days in zones, over clock changes and ends of months.

import { describe, expect, test } from 'bun:test';
import { addDays, earlier, knownZones, offsetMs, wallDays, zonedDay, zonedDayStart } from './zone.ts';

const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

describe('zonedDayStart() is the midnight of the zone', () => {
  test.each([
    ['2026-11-21', 'UTC', '2026-11-21T00:00Z'],
    ['2026-11-21', 'Europe/Berlin', '2026-11-20T23:00Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00Z'],
    ['2026-11-21', 'Asia/Kolkata', '2026-11-20T18:30Z'],
    ['2026-11-21', 'Pacific/Auckland', '2026-11-20T11:00Z'],
    ['2026-11-21', 'Mars/Olympus', '2026-11-21T00:00Z'],
  ])('%p in %p', (day, zone, instant) => {
    expect(zonedDayStart(day, zone)).toBe(at(instant));
    expect(zonedDay(at(instant), zone)).toBe(day);
  });
});

test('zonedDayStart() is NaN for what is no day', () => {
  expect(zonedDayStart('', 'UTC')).toBeNaN();
  expect(zonedDayStart('soon', 'Europe/Berlin')).toBeNaN();
});

test('addDays() walks over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
});

test('earlier() keeps the time of day over a clock change', () => {
  const monday = zonedDayStart('2026-03-30', 'Europe/Berlin') + 12 * HOUR;
  expect(earlier(monday, 'Europe/Berlin', { days: 7 })).toBe(
    zonedDayStart('2026-03-23', 'Europe/Berlin') + 12 * HOUR,
  );
  expect(monday - earlier(monday, 'Europe/Berlin', { days: 7 })).toBe(7 * 24 * HOUR - HOUR);
});

test('earlier() stays in the month it goes to', () => {
  expect(earlier(at('2026-03-31T10:00Z'), 'UTC', { months: 1 })).toBe(at('2026-02-28T10:00Z'));
  expect(earlier(at('2026-01-15T10:00Z'), 'UTC', { months: 12 })).toBe(at('2025-01-15T10:00Z'));
});

test('offsetMs() holds before 1970 too', () => {
  expect(offsetMs(at('1969-12-31T23:30:00.500Z'), 'UTC')).toBe(0);
});

test('knownZones() starts with UTC, once', () => {
  const zones = knownZones();
  expect(zones[0]).toBe('UTC');
  expect(zones.filter((zone) => zone === 'UTC')).toHaveLength(1);
  expect(zones).toContain('Europe/Berlin');
});

test('wallDays() counts days of 23 and 25 hours as one, and a begun day as a day', () => {
  const berlin = (from: string, to: string, more = 0) =>
    wallDays(
      { fromMs: zonedDayStart(from, 'Europe/Berlin'), toMs: zonedDayStart(to, 'Europe/Berlin') + more },
      'Europe/Berlin',
    );
  expect(berlin('2026-10-25', '2026-10-26')).toBe(1);
  expect(berlin('2026-03-29', '2026-03-30')).toBe(1);
  expect(berlin('2026-11-15', '2026-11-21', HOUR / 2)).toBe(7);
});
