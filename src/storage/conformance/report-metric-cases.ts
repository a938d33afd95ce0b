// The part of the report suite that is about metrics, custom events and users.

import { expect } from 'bun:test';
import fc from 'fast-check';
import { SPLIT_NAMES, type Split } from '../../contract/metrics.ts';
import type { Scope } from '../port.ts';
import type { AppliedSlice } from '../port-apply.ts';
import type {
  CustomEventsQuery,
  MetricGroup,
  MetricNeed,
  MetricsQuery,
  MetricsRows,
} from '../port-metrics.ts';
import { matchingSessions } from './report-reference-filters.ts';
import { expectedMetrics } from './report-reference-metrics.ts';
import type { ReportCheck } from './report-suite.ts';

const NEEDS: MetricNeed[] = ['sessions', 'median', 'counts', 'value'];
const SPLITS: (Split | null)[] = [
  ...[null, null, null, ...SPLIT_NAMES],
  ...(['prop.plan', 'prop.seats', 'prop.trial', 'prop.tags', 'prop.odd "key" \\ .$', 'prop.none'] as const),
];

export function reportMetricCases(check: ReportCheck, scopes: fc.Arbitrary<Scope>): void {
  const questions = fc
    .tuple(
      scopes,
      fc.record({
        split: fc.constantFrom(...SPLITS),
        event: fc.constantFrom(null, null, null, 'purchase', 'no such event'),
        limit: fc.constantFrom(1, 3, 100),
        order: fc.constantFrom('sessions', 'visitors', 'customs', 'pageviews'),
        stepMs: fc.constantFrom(60_000, 900_000, 3_600_000, 86_400_000, 1e12),
        hasGroupSeries: fc.boolean(),
      }),
    )
    .map(([scope, { stepMs, ...rest }]): MetricsQuery => {
      // Pageviews are no custom events.
      const event = rest.split === 'page' ? null : rest.event;
      return { ...scope, ...rest, event, edges: edgesOf(scope, stepMs), needs: NEEDS };
    });

  check('metrics() equals a count over raw events for any scope, split and buckets', async (given) => {
    await fc.assert(
      fc.asyncProperty(questions, async (query) => {
        const found = await given.reports.metrics(query);
        expect(rounded(found)).toEqual(rounded(withoutSeries(expectedMetrics(given.slice, query), query)));
      }),
      { numRuns: 150 },
    );
  });

  check('metrics() counts only what is needed, and that alike', async (given) => {
    await fc.assert(
      fc.asyncProperty(scopes, async (scope) => {
        const query: MetricsQuery = {
          ...{
            ...scope,
            edges: edgesOf(scope, 86_400_000),
            split: null,
            event: null,
            limit: 1,
            order: 'sessions',
          },
          ...{ hasGroupSeries: false, needs: NEEDS },
        };
        const all = await given.reports.metrics(query);
        const counted = await given.reports.metrics({ ...query, needs: ['counts'] });
        const { pageviews, events, clicks, customs } = all.totals;
        expect(counted.totals).toMatchObject({
          pageviews,
          events,
          clicks,
          customs,
          sessions: 0,
          valueSum: 0,
        });
        const valued = await given.reports.metrics({ ...query, needs: ['value'] });
        expect(valued.totals.valueSum).toBeCloseTo(all.totals.valueSum, 6);
        const people = await given.reports.metrics({ ...query, needs: ['sessions'] });
        const { visitors, sessions, bounces, durationMs } = all.totals;
        expect(people.totals).toMatchObject({
          visitors,
          sessions,
          bounces,
          durationMs,
          medianDurationMs: null,
        });
      }),
      { numRuns: 40 },
    );
  });

  check('customEvents() lists every custom event once, newest first, for any scope', async (given) => {
    const more = fc.record({
      event: fc.constantFrom(null, null, 'purchase', 'no such event'),
      category: fc.constantFrom(null, null, 'shop'),
      user: fc.constant(null),
      limit: fc.constantFrom(3, 500),
    });
    await fc.assert(
      fc.asyncProperty(scopes, more, async (scope, rest) => {
        const query = { ...scope, ...rest, cursor: null };
        const found: string[] = [];
        for (let cursor: string | null = null; ; ) {
          const page = await given.reports.customEvents({ ...query, cursor });
          found.push(...page.items.map(({ session, eventId }) => `${session} ${eventId}`));
          const expected = expectedEvents(given.slice, query);
          expect(page.total).toBe(expected.length);
          cursor = page.nextCursor;
          if (cursor === null) break;
        }
        expect(found).toEqual(expectedEvents(given.slice, query));
      }),
      { numRuns: 60 },
    );
  });

  check('users() tells new from returning visitors and who did most', async (given) => {
    await fc.assert(
      fc.asyncProperty(scopes, async (scope) => {
        const found = await given.reports.users({ ...scope, limit: 5 });
        const begun = matchingSessions(given.slice, scope).filter(
          (row) => row.startedAtMs >= scope.fromMs && row.startedAtMs < scope.toMs,
        );
        const since = (days: number) =>
          begun.filter((row) => row.startedAtMs >= scope.toMs - days * 86_400_000);
        const count = (rows: typeof begun) => new Set(rows.map(({ visitor }) => visitor)).size;
        const firsts = begun.filter((row) =>
          given.slice.sessions.every(
            (other) => other.visitor !== row.visitor || other.startedAtMs >= row.startedAtMs,
          ),
        );
        const users = Map.groupBy(
          begun.filter(({ userId }) => userId !== null),
          ({ userId }) => userId,
        );
        expect(found).toMatchObject({
          ...{ visitors: count(begun), newVisitors: count(firsts), users: users.size },
          ...{ daily: count(since(1)), weekly: count(since(7)), monthly: count(since(30)) },
        });
        expect(found.items.length).toBe(Math.min(5, users.size));
        for (const item of found.items) {
          const own = users.get(item.user) ?? [];
          const sum = (name: 'pageviews' | 'events') => own.reduce((total, row) => total + row[name], 0);
          expect(item).toMatchObject({
            sessions: own.length,
            pageviews: sum('pageviews'),
            events: sum('events'),
          });
        }
        const ranks = found.items.map(({ sessions }) => sessions);
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
        const fewest = Math.min(...ranks, Number.POSITIVE_INFINITY);
        expect([...users.values()].filter((own) => own.length > fewest).length).toBeLessThan(6);
      }),
      { numRuns: 40 },
    );
  });
}

function expectedEvents(slice: AppliedSlice, query: CustomEventsQuery): string[] {
  const keys = new Set(matchingSessions(slice, query).map(({ session, part }) => `${session}.${part}`));
  return slice.events
    .filter(({ type, tsMs }) => type === 'custom' && tsMs >= query.fromMs && tsMs < query.toMs)
    .filter(({ session, part }) => keys.has(`${session}.${part}`))
    .filter(({ fields }) => query.event === null || fields.name === query.event)
    .filter(({ fields }) => query.category === null || fields.category === query.category)
    .sort((a, b) => b.tsMs - a.tsMs || b.session - a.session || (a.eventId < b.eventId ? 1 : -1))
    .map(({ session, eventId }) => `${session} ${eventId}`);
}

function edgesOf({ fromMs, toMs }: Scope, stepMs: number): number[] {
  const edges = [fromMs];
  // As many buckets as an answer may have; the last one takes the rest.
  for (let edge = fromMs + stepMs; edge < toMs && edges.length < 400; edge += stepMs) edges.push(edge);
  return [...edges, toMs];
}

function withoutSeries(rows: MetricsRows, { hasGroupSeries }: MetricsQuery): MetricsRows {
  if (hasGroupSeries) return rows;
  const cut = (group: MetricGroup): MetricGroup => ({ ...group, series: [] });
  return { ...rows, groups: rows.groups.map(cut), other: rows.other && cut(rows.other) };
}

/** Sums of values may differ in their last bits by the order of adding. */
function rounded(rows: MetricsRows): MetricsRows {
  return JSON.parse(
    JSON.stringify(rows, (_, value) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value)),
  );
}
