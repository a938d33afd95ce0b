// Numbers, durations, times, zones, places and filters as people read them.

import { describe, expect, test } from 'bun:test';
import { formatDuration, formatOffset, formatStay } from './duration.ts';
import { filterLabel, valueLabel } from './filter.ts';
import { abbreviate, changeOf, count, formatNumber, formatShare, pointsOf } from './number.ts';
import { countryFlag, countryName } from './place.ts';
import { formatAge, formatDate, formatInstant, formatRange, zoneName } from './time.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('abbreviate() is whole up to four figures, then keeps three', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1284, '1,284'],
    [9999, '9,999'],
    [10_000, '10k'],
    [12_840, '12.8k'],
    [99_960, '100k'],
    [128_400, '128k'],
    [999_400, '999k'],
    [999_950, '1M'],
    [1_200_000, '1.2M'],
    [2_500_000_000, '2.5B'],
    [-1500, '-1,500'],
    [-15_000, '-15k'],
  ])('%p is %p', (value, text) => expect(abbreviate(value)).toBe(text));
});

describe('formatShare() has one decimal below ten percent and never rounds to what is not', () => {
  test.each([
    [null, '–'],
    [Number.NaN, '–'],
    [0, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.042, '4.2 %'],
    [0.0996, '10 %'],
    [0.42, '42 %'],
    [0.998, '> 99 %'],
    [1, '100 %'],
    [2.5, '250 %'],
  ])('%p is %p', (share, text) => expect(formatShare(share)).toBe(text));
});

test('changeOf() is null when there is nothing to compare with', () => {
  expect(changeOf(5, 0)).toBeNull();
  expect(changeOf(5, null)).toBeNull();
  expect(changeOf(null, 5)).toBeNull();
});

test('changeOf() says direction and unsigned share', () => {
  expect(changeOf(112, 100)).toMatchObject({ direction: 'up', text: '12 %' });
  expect(changeOf(50, 100)).toMatchObject({ direction: 'down', text: '50 %' });
  expect(changeOf(7, 7)).toMatchObject({ direction: 'same' });
});

test.each([
  [0.442, 0.401, 'up', '4.1 points'],
  [0.2, 0.35, 'down', '15 points'],
  [0.41, 0.4, 'up', '1.0 point'],
  [0.1, 0, 'up', '10 points'],
  [0.3001, 0.3, 'up', '< 0.1 points'],
])('pointsOf(%p, %p) is %s by %s', (now, before, direction, text) => {
  expect(pointsOf(now, before)).toMatchObject({ direction, text });
});

test('pointsOf() knows no change, and nothing to compare with', () => {
  expect(pointsOf(0.4, 0.4)).toMatchObject({ direction: 'same' });
  expect([pointsOf(null, 0.4), pointsOf(0.4, null)]).toEqual([null, null]);
});

test('valueLabel() has one word for what is not known, however it is spelled', () => {
  expect([valueLabel('country', ''), valueLabel('country', '(none)')]).toEqual([
    'Unknown country',
    'Unknown country',
  ]);
  expect([valueLabel('browser', '(none)'), valueLabel('user', '(none)')]).toEqual([
    'Unknown',
    'Not identified',
  ]);
});

test('count() bends the word', () => {
  expect(count(1, 'visitor')).toBe('1 visitor');
  expect(count(1284, 'visitor')).toBe('1,284 visitors');
  expect(formatNumber(1_234_567)).toBe('1,234,567');
});

describe('formatDuration()', () => {
  test.each([
    [null, '–'],
    [0, '0 s'],
    [850, '850 ms'],
    [42_000, '42 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [2 * HOUR + 14 * 60_000, '2 h 14 min'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
  ])('%p is %p', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));
});

test('formatStay() keeps short stays comparable', () => {
  expect([0, 40, 983, 9_940, 9_960, 61_000].map(formatStay)).toEqual([
    ...['0.0 s', '0.0 s', '1.0 s', '9.9 s', '10 s', '1 min 01 s'],
  ]);
});

test('formatOffset() is a play head', () => {
  expect([7_000, 760_000, 3_729_000, -5].map(formatOffset)).toEqual(['0:07', '12:40', '1:02:09', '0:00']);
});

test.each([
  [2_620, '0:03', '3 s'],
  [59_600, '1:00', '1 min 00 s'],
  [3_599_700, '1:00:00', '1 h 00 min'],
])('formatOffset() of the last moment of a session of %p ms reads like its length', (ms, moment, length) => {
  expect([formatOffset(ms), formatDuration(ms)]).toEqual([moment, length]);
});

test('formatInstant() is relative within a day and absolute after, in the zone', () => {
  expect(formatInstant(NOON - 1000, 'UTC', NOON)).toBe('just now');
  expect(formatInstant(NOON - 40_000, 'UTC', NOON)).toBe('40 s ago');
  expect(formatInstant(NOON - 5 * HOUR, 'UTC', NOON)).toBe('5 h ago');
  expect(formatInstant(NOON - 2 * DAY, 'Europe/Berlin', NOON)).toBe('19 Nov, 13:00');
  expect(formatInstant(Date.UTC(2024, 0, 2, 3), 'UTC', NOON)).toBe('2 Jan 2024, 03:00');
  expect(formatAge(12 * 60_000)).toBe('12 min ago');
});

test('formatDate() falls back to UTC when the zone is unknown', () => {
  expect(formatDate(NOON, 'Mars/Olympus', NOON)).toBe('21 Nov');
});

test('formatRange() shows hours only for short or ragged spans', () => {
  const midnight = Date.UTC(2026, 10, 21);
  expect(formatRange({ fromMs: midnight - 6 * DAY, toMs: midnight + DAY }, 'UTC', NOON)).toBe(
    '15 Nov – 21 Nov',
  );
  expect(formatRange({ fromMs: midnight, toMs: midnight + DAY }, 'UTC', NOON)).toBe('21 Nov');
  expect(formatRange({ fromMs: NOON - HOUR, toMs: NOON }, 'UTC', NOON)).toBe('21 Nov, 11:00 – 12:00');
  expect(formatRange({ fromMs: NOON - DAY, toMs: NOON }, 'UTC', NOON)).toBe('20 Nov, 12:00 – 21 Nov, 12:00');
});

test('zoneName() is the last part in words', () => {
  expect(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'].map(zoneName)).toEqual([
    'Berlin',
    'Buenos Aires',
    'UTC',
  ]);
});

test('places have names and flags, and hostile codes stay text', () => {
  expect(countryName('de')).toBe('Germany');
  expect(countryFlag('DE')).toBe('🇩🇪');
  expect(countryName('<b>')).toBe('<b>');
  expect(countryFlag('<b>')).toBe('');
});

test('filterLabel() names values only where whole values are meant', () => {
  expect(filterLabel({ dimension: 'element', op: 'is', value: '1x9' }, 'button#buy')).toBe(
    'Element clicked is button#buy',
  );
  expect(filterLabel({ dimension: 'rage', op: 'min', value: '3' })).toBe('Rage clicks at least 3');
  expect(filterLabel({ dimension: 'duration', op: 'max', value: '60' })).toBe('Duration at most 60 seconds');
  expect(filterLabel({ dimension: 'goal', op: 'is_not', value: 'x' }, '“Sale”')).toBe(
    'Missed the goal “Sale”',
  );
  expect(filterLabel({ dimension: 'funnel_left', op: 'is', value: 'x.2' }, '“Buy” after step 2')).toBe(
    'Left the funnel “Buy” after step 2',
  );
  expect(filterLabel({ dimension: 'prop.plan', op: 'is', value: 'pro' })).toBe('Property plan is pro');
  expect(filterLabel({ dimension: 'country', op: 'is', value: 'DE' })).toBe('Country is Germany');
  expect(filterLabel({ dimension: 'entry', op: 'glob', value: '/blog/*' })).toBe(
    'Entry page matches /blog/*',
  );
  expect(valueLabel('source', '')).toBe('Direct or unknown');
  expect(valueLabel('browser', '')).toBe('Unknown');
  expect(valueLabel('device', 'mobile')).toBe('Mobile');
});
