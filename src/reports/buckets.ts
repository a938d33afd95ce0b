// Slots of time for series, in a zone and right across its clock changes. Pure.

import { INTERVALS, type Interval } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { SERIES_INTERVALS, type SeriesInterval } from '../contract/metrics.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import { fromLocal, type LocalMs, toLocal } from './zone.ts';

export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export type Span = { fromMs: number; toMs: number; timeZone: string };

/** The interval that shows a span best: hours up to two days, days up to 95, then weeks, months from 190 days on. */
export function defaultInterval({ fromMs, toMs }: Span): Interval {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= 2) return 'hour';
  if (days <= 95) return 'day';
  return days <= 190 ? 'week' : 'month';
}

/** Reads an interval. Throws `invalid` for unknown ones and for those that give more than LIMITS.seriesBuckets. */
export function readInterval(value: string | undefined, span: Span): Interval {
  return value === undefined ? defaultInterval(span) : readOneOf(INTERVALS, value, span);
}

/** The same with minutes. */
export function readSeriesInterval(value: string | undefined, span: Span): SeriesInterval {
  return value === undefined ? defaultInterval(span) : readOneOf(SERIES_INTERVALS, value, span);
}

function readOneOf<T extends SeriesInterval>(allowed: readonly T[], value: string, span: Span): T {
  const interval = allowed.find((name) => name === value);
  if (!interval) {
    throw new HeatError({
      kind: 'invalid',
      code: 'bad_interval',
      message: `Cannot use this interval: allowed are ${allowed.join(', ')}`,
      details: { allowed },
    });
  }
  const fits = (name: SeriesInterval): boolean =>
    (name !== 'minute' && name !== 'hour') ||
    (span.toMs - span.fromMs) / (name === 'hour' ? HOUR_MS : MINUTE_MS) <= LIMITS.seriesBuckets;
  if (fits(interval)) return interval;
  const left = allowed.filter(fits);
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_interval',
    message: `Cannot use interval "${interval}" for more than ${LIMITS.seriesBuckets} ${interval}s: use ${left.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`,
    details: { allowed: left },
  });
}

/** Ascending edges in ms: `fromMs`, every start of an interval between, `toMs`. */
export function bucketEdges(span: Span, interval: SeriesInterval): number[] {
  const { fromMs, toMs, timeZone } = span;
  const edges = [fromMs];
  for (let edge = nextStart(timeZone, fromMs, interval); edge < toMs; ) {
    edges.push(edge);
    edge = nextStart(timeZone, edge, interval);
  }
  edges.push(toMs);
  return edges;
}

/** Start of a bucket as its zone's clock shows it: `2026-11-21`, hours and minutes `2026-11-21T14:00`. */
export function bucketLabel(timeZone: string, startMs: number, interval: SeriesInterval): string {
  const text = new Date(toLocal(timeZone, startMs)).toISOString();
  return interval === 'hour' || interval === 'minute' ? text.slice(0, 16) : text.slice(0, 10);
}

/** The first instant after `ms` at which the next minute, hour, day, week (Monday) or month of the zone begins. */
function nextStart(timeZone: string, ms: number, interval: SeriesInterval): number {
  // Zones differ by whole minutes.
  if (interval === 'minute') return ms + MINUTE_MS - (ms % MINUTE_MS);
  const local = toLocal(timeZone, ms);
  if (interval !== 'hour') return fromLocal(timeZone, nextLocalStart(local, interval));
  // Elapsed time and not the clock: the hour that comes twice in autumn is two buckets. Zones that change by half an
  // hour get a bucket of half an hour there, and stand on full hours again after it.
  return ms + HOUR_MS - (local % HOUR_MS);
}

/** Start of the local day, `days` later or earlier. */
export function startOfDay(timeZone: string, ms: number, days = 0): number {
  const local = toLocal(timeZone, ms);
  return fromLocal(timeZone, Math.floor(local / DAY_MS) * DAY_MS + days * DAY_MS);
}

/** Start of the local month, `months` later or earlier. */
export function startOfMonth(timeZone: string, ms: number, months = 0): number {
  const local = new Date(toLocal(timeZone, ms));
  return fromLocal(timeZone, Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1));
}

function nextLocalStart(local: LocalMs, interval: Exclude<Interval, 'hour'>): LocalMs {
  const date = new Date(local);
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  switch (interval) {
    case 'day':
      return midnight + DAY_MS;
    case 'week':
      return midnight + (7 - ((date.getUTCDay() + 6) % 7)) * DAY_MS;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
}
