// Takes out of answers whatever fewer than so many visitors stand behind: what is hidden reads as if nobody had been there.
// Pure; maps are hide-maps.ts.

import type { OverviewMetrics } from '../contract/api.ts';
import type { OverviewRows } from '../storage/port.ts';
import type {
  MetricCounts,
  MetricGroup,
  MetricsRows,
  RecentRows,
  UsersRows,
} from '../storage/port-metrics.ts';
import type { FunnelRows, RetentionRows } from '../storage/port-paths.ts';

const NO_METRICS: OverviewMetrics = {
  ...{ visitors: 0, sessions: 0, pageviews: 0, events: 0, clicks: 0, rageClicks: 0, deadClicks: 0 },
  ...{ bounceRate: null, medianDurationMs: null, meanDurationMs: null },
};
const NO_COUNTS: MetricCounts = {
  ...{ visitors: 0, sessions: 0, bounces: 0, durationMs: 0, medianDurationMs: null, pageviews: 0 },
  ...{ events: 0, clicks: 0, customs: 0, valueSum: 0 },
};
const NO_BUCKET = { visitors: 0, sessions: 0, pageviews: 0, events: 0, clicks: 0 };

export function hideOverview({ totals, series, breakdowns }: OverviewRows, least: number): OverviewRows {
  const isEnough = ({ visitors }: { visitors: number }): boolean => visitors >= least;
  const names = Object.keys(breakdowns) as (keyof typeof breakdowns)[];
  return {
    totals: isEnough(totals) ? totals : NO_METRICS,
    series: series.map((bucket) => (isEnough(bucket) ? bucket : NO_BUCKET)),
    breakdowns: Object.fromEntries(
      names.map((name) => [name, breakdowns[name].filter(isEnough)]),
    ) as typeof breakdowns,
  };
}

/** The rows must have been asked for with their visitors. */
export function hideMetrics(
  { totals, series, groups, other, groupCount }: MetricsRows,
  least: number,
): MetricsRows {
  const counts = (own: MetricCounts): MetricCounts => (own.visitors >= least ? own : NO_COUNTS);
  const group = (own: MetricGroup): MetricGroup => ({ ...own, series: own.series.map(counts) });
  const kept = groups.filter((own) => own.totals.visitors >= least);
  return {
    totals: counts(totals),
    series: series.map(counts),
    groups: kept.map(group),
    other: other && other.totals.visitors >= least ? group(other) : null,
    groupCount: groupCount - (groups.length - kept.length),
  };
}

/** How many there were, nobody by name. */
export function hideUsers({ items: _, ...counts }: UsersRows, least: number): UsersRows {
  const shown = Object.entries(counts).map(([name, count]) => [name, count >= least ? count : 0]);
  return { ...(Object.fromEntries(shown) as typeof counts), items: [] };
}

const MINUTE_MS = 60_000;

/** Drops minutes with too few visitors, and what too few of them viewed, did, came from. */
export function hideRecent({ events, sessions }: RecentRows, least: number): RecentRows {
  const keyOf = (row: { session: number; part: number }): string => `${row.session}.${row.part}`;
  const owners = new Map(sessions.map((row) => [keyOf(row), row.visitor]));
  const behind = <T>(rows: readonly T[], nameOf: (row: T) => unknown, visitorOf: (row: T) => string) => {
    const found = new Map<unknown, Set<string>>();
    for (const row of rows) {
      const own = found.get(nameOf(row)) ?? new Set();
      found.set(nameOf(row), own.add(visitorOf(row)));
    }
    return (name: unknown): boolean => (found.get(name)?.size ?? 0) >= least;
  };
  type Happened = RecentRows['events'][number];
  const owner = (event: Happened): string => owners.get(keyOf(event)) ?? '';
  const minuteOf = ({ tsMs }: Happened): number => Math.floor(tsMs / MINUTE_MS);
  const inMinute = behind(events, minuteOf, owner);
  const kept = events.filter((event) => inMinute(minuteOf(event)));
  const onPage = behind(kept, ({ page }) => page, owner);
  const named = behind(kept, ({ name }) => name, owner);
  const alive = new Set(kept.map(keyOf));
  const there = sessions.filter((row) => alive.has(keyOf(row)));
  const from = behind(
    there,
    ({ source }) => source,
    ({ visitor }) => visitor,
  );
  const inCountry = behind(
    there,
    ({ country }) => country,
    ({ visitor }) => visitor,
  );
  return {
    events: kept.map((event) => ({
      ...event,
      page: onPage(event.page) ? event.page : null,
      name: named(event.name) ? event.name : null,
    })),
    sessions: there.map((row) => ({
      ...row,
      source: from(row.source) ? row.source : null,
      country: inCountry(row.country) ? row.country : null,
    })),
  };
}

/** `people` is the answer to the same question about visitors: what it shows too few of is hidden in `rows`. */
export function hideFunnel(rows: FunnelRows, people: FunnelRows, least: number): FunnelRows {
  const reached = (step: number): boolean => (people.steps[step]?.count ?? 0) >= least;
  const groupOf = (value: FunnelRows['groups'][number]['value']) =>
    people.groups.find((group) => group.value === value)?.counts ?? [];
  return {
    steps: rows.steps.map((step, at) => (reached(at) ? step : { count: 0, medianMs: null, p90Ms: null })),
    leftFrom: rows.leftFrom.map((pages, at) =>
      pages.filter(({ page }) => countOf(people.leftFrom[at], page) >= least),
    ),
    groups: rows.groups
      .filter(({ value }) => (groupOf(value)[0] ?? 0) >= least)
      .map(({ value, counts }) => ({
        value,
        counts: counts.map((count, at) => ((groupOf(value)[at] ?? 0) >= least ? count : 0)),
      })),
    trend: rows.trend.map(({ entered, converted }, at) => ({
      entered: (people.trend[at]?.entered ?? 0) >= least ? entered : 0,
      converted: (people.trend[at]?.converted ?? 0) >= least ? converted : 0,
    })),
  };
}

function countOf(pages: readonly { page: number; count: number }[] | undefined, page: number): number {
  return pages?.find((one) => one.page === page)?.count ?? 0;
}

export function hideRetention(rows: RetentionRows, least: number): RetentionRows {
  return rows.map(({ size, returned }) => ({
    size: size >= least ? size : 0,
    returned: returned.map((count) => (size >= least && count >= least ? count : 0)),
  }));
}
