import { expect, test } from 'bun:test';
import { DEFAULT_SETTINGS } from '../../src/contract/project-settings.ts';
import { parseScope } from '../state/scope.ts';
import { otherRange } from './other-range.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 20);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const plain = { settings: DEFAULT_SETTINGS, followsFromMs: 0, timeZone: 'UTC', lastEventAtMs: NOW - HOUR };
const keeping = { ...plain, settings: { ...DEFAULT_SETTINGS, aggregateOnly: true } };
const since = { ...plain, followsFromMs: NOW - 2 * HOUR };

const days90 = { label: 'Show the last 90 days', range: { period: '90d', fromMs: null, toMs: null } };
const months12 = { label: 'Show the last 12 months', range: { period: '12mo', fromMs: null, toMs: null } };
const sinceThen = {
  label: 'Show since 21 Nov, 10:20',
  range: { period: null, fromMs: NOW - 2 * HOUR, toMs: Date.UTC(2026, 10, 21, 13) },
};

test.each([
  ['a short range', plain, '?period=24h', days90],
  ['90 days', plain, '?period=90d', months12],
  ['the longest', plain, '?period=12mo', null],
  ['dates within 90 days', plain, `?from=${NOW - 9 * DAY}&to=${NOW}`, days90],
  ['dates of 90 days and more', plain, `?from=${NOW - 99 * DAY}&to=${NOW}`, months12],
  ['dates long ago', plain, `?from=${NOW - 999 * DAY}&to=${NOW - 900 * DAY}`, days90],
  ['sums only: more people may be enough of them', keeping, '?period=7d', days90],
  ['sums only, the longest', keeping, '?period=12mo', null],
  ['sums until lately', since, '?period=30d', sinceThen],
  ['sums until lately, the longest', since, '?period=12mo', sinceThen],
  ['sums until lately, a range since', since, `?from=${NOW - HOUR}&to=${NOW}`, days90],
  ['sums until lately, nothing since', { ...since, lastEventAtMs: NOW - 3 * HOUR }, '?period=30d', null],
  ['sums until lately, nothing ever', { ...since, lastEventAtMs: null }, '?period=30d', null],
])('otherRange() of %s', (_, project, search, expected) => {
  expect(otherRange(project, parseScope(search), NOW)).toEqual(expected as never);
});
