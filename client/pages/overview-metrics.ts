// What the overview counts: the metrics with a series, the facts without one, and their points for the chart. Pure.

import type { OverviewAnswer, OverviewBucket, OverviewMetrics, ScopeView } from '../../src/contract/api.ts';
import { formatDuration } from '../format/duration.ts';
import { abbreviate, changeOf, count, formatNumber, formatShare } from '../format/number.ts';
import { wallDays } from '../format/zone.ts';

export const SERIES = [
  'visitors',
  'sessions',
  'pageviews',
  'clicks',
  'events',
] as const satisfies readonly (keyof OverviewBucket)[];
export type SeriesName = (typeof SERIES)[number];
export const SERIES_LABELS: Readonly<Record<SeriesName, string>> = {
  visitors: 'Visitors',
  sessions: 'Sessions',
  pageviews: 'Pageviews',
  clicks: 'Clicks',
  events: 'Events',
};

export type Fact = {
  label: string;
  about: string;
  value: (metrics: OverviewMetrics) => number | null;
  format: (value: number | null) => string;
  /** A share of 0…1, whose change is told in percentage points. */
  isRate?: boolean;
  /** Whether more of it is good news, bad news, or neither. */
  moreIs: 'good' | 'bad' | 'neither';
};

const whole = (value: number | null): string => (value === null ? '–' : abbreviate(value));

export const FACTS: readonly Fact[] = [
  {
    label: 'Bounce rate',
    about: 'Share of sessions with a single pageview and no event of your own',
    value: (metrics) => metrics.bounceRate,
    format: formatShare,
    isRate: true,
    moreIs: 'bad',
  },
  {
    label: 'Median session',
    about: 'Half of all sessions last longer',
    value: (metrics) => metrics.medianDurationMs,
    format: formatDuration,
    moreIs: 'good',
  },
  {
    label: 'Rage clicks',
    about: 'Three or more quick clicks on one spot that was not made for it',
    value: (metrics) => metrics.rageClicks,
    format: whole,
    moreIs: 'bad',
  },
  {
    label: 'Dead clicks',
    about: 'Clicks on something that looks clickable, after which nothing happened',
    value: (metrics) => metrics.deadClicks,
    format: whole,
    moreIs: 'bad',
  },
];

/** The page's one-sentence answer: `1,284 visitors in 1,502 sessions, 12 % more visitors than in the 7 days before.` */
export function summary(now: OverviewAnswer, before: OverviewAnswer | null): string {
  const { totals, scope } = now;
  const said = `${count(totals.visitors, 'visitor')} in ${count(totals.sessions, 'session')}`;
  if (before === null) return `${said}.`;
  const span = spanWords(scope);
  const change = changeOf(totals.visitors, before.totals.visitors);
  if (change === null) return totals.visitors > 0 ? `${said}; nobody in the ${span} before.` : `${said}.`;
  if (change.direction === 'same') return `${said}, as many visitors as in the ${span} before.`;
  return `${said}, ${change.text} ${change.direction === 'up' ? 'more' : 'fewer'} visitors than in the ${span} before.`;
}

/** Whether the newest slot reaches beyond `nowMs`, so that its number still grows. */
export function isLastSlotOpen({ series, interval, scope }: OverviewAnswer, nowMs: number): boolean {
  const last = series.at(-1);
  if (!last) return false;
  const lengthMs = { hour: 1, day: 24, week: 168, month: 672 }[interval] * 3_600_000;
  return last.startMs + lengthMs > nowMs || scope.toMs > nowMs;
}

function spanWords(scope: ScopeView): string {
  if (scope.toMs - scope.fromMs <= 2 * 3_600_000) return 'hour';
  const days = wallDays(scope, scope.timeZone);
  if (days <= 1) return 'day';
  return days > 330 ? 'year' : `${formatNumber(days)} days`;
}
