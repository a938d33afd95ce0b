// Labels of time slots. The server writes a slot's start in the scope's zone, so no zone is reckoned with here. Pure.

import type { SeriesInterval } from '../../src/contract/metrics.ts';

const utc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const DAY = utc({ day: 'numeric', month: 'short' });
const WEEKDAY = utc({ weekday: 'long' });
const LONG_DAY = utc({ day: 'numeric', month: 'long', year: 'numeric' });
const MONTH = utc({ month: 'short' });
const LONG_MONTH = utc({ month: 'long', year: 'numeric' });

/** Under the axis: `14:00`, `21 Nov`, `Nov`; midnight shows its day, January its year. */
export function shortLabel(label: string, interval: SeriesInterval): string {
  const at = wallClock(label);
  if (interval === 'hour' || interval === 'minute')
    return label.endsWith('T00:00') ? DAY.format(at) : label.slice(11, 16);
  if (interval === 'month') return at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : MONTH.format(at);
  return DAY.format(at);
}

/** In the tooltip: `Saturday, 21 November 2026, 14:00`, `Week of 16 Nov`, `November 2026`. */
export function longLabel(label: string, interval: SeriesInterval): string {
  const at = wallClock(label);
  if (interval === 'month') return LONG_MONTH.format(at);
  if (interval === 'week') return `Week of ${DAY.format(at)}`;
  const day = `${WEEKDAY.format(at)}, ${LONG_DAY.format(at)}`;
  return interval === 'hour' || interval === 'minute' ? `${day}, ${label.slice(11, 16)}` : day;
}

function wallClock(label: string): Date {
  return new Date(label.length === 10 ? `${label}T00:00Z` : `${label}Z`);
}
