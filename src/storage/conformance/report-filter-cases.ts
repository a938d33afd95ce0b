// The part of the report suite that asks every report with every filter of the list.

import { expect } from 'bun:test';
import { DIMENSION_NAMES, FILTER_OPS, isNamedDimension, propKeyOf } from '../../contract/dimensions.ts';
import type { HeatmapRows, Scope } from '../port.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { expectedHeatmap, expectedOverview, expectedPages, expectedSessions } from './report-reference.ts';
import { FILTER_CASES, matchingSessions } from './report-reference-filters.ts';
import { expectedRests, expectedScroll } from './report-reference-kinds.ts';
import { expectedMetrics } from './report-reference-metrics.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

const GRID = { columns: 256, mergedRows: 1 };

export function reportFilterCases(check: ReportCheck, range: Pick<Scope, 'fromMs' | 'toMs'>): void {
  const scopes = FILTER_CASES.map((filters): Scope & { name: string } => ({
    name: filters.map(({ dimension, op, value }) => `${dimension}:${op}:${value}`).join(' '),
    ...{ projectNo: 1, ...range, timeZone: 'UTC', filters, includeBots: false },
  }));

  check(
    'the list of filters has every dimension and operator, and tells sessions apart',
    async ({ slice }) => {
      const used = FILTER_CASES.flat();
      expect(new Set(used.map(({ op }) => op))).toEqual(new Set(FILTER_OPS));
      const asked = used
        .map(({ dimension }) => dimension)
        .filter((name) => propKeyOf(name) === null && !isNamedDimension(name));
      expect(new Set<string>(asked)).toEqual(new Set<string>(DIMENSION_NAMES));
      const all = matchingSessions(slice, { ...(scopes[0] as Scope), filters: [] }).length;
      const telling = scopes.filter((scope) => {
        const found = matchingSessions(slice, scope).length;
        return found > 0 && found < all;
      });
      expect(telling.length).toBeGreaterThan(scopes.length * 0.8);
    },
  );

  check('every filter gives every report the sessions that a look at the raw rows gives', async (given) => {
    const { reports, slice } = given;
    const page = { pages: [pageId(0)], device: null };
    for (const { name, ...scope } of scopes) {
      const edges = [scope.fromMs, scope.fromMs + 86_400_000, scope.toMs];
      const overview = { ...scope, edges, interval: 'hour' as const };
      const list = { rules: null, within: null, limit: 100, cursor: null };
      const pages = { ...scope, ...list, search: null, device: null };
      const sessions = { ...scope, pages: null, minEvents: 0, hasRage: false, limit: 500, cursor: null };
      const heatmap = { ...scope, ...page, kind: 'click' as const, grid: GRID };
      const rests = { ...scope, ...page, weight: 'count' as const, grid: GRID };
      const scroll = { ...scope, ...page };
      const metrics: MetricsQuery = {
        ...{ ...scope, edges, needs: ['sessions', 'median', 'counts', 'value'], split: null, event: null },
        ...{ limit: 1, order: 'sessions', hasGroupSeries: false },
      };
      const counted = expectedHeatmap(slice, heatmap);
      expect({
        name,
        overview: await reports.overview(overview),
        metrics: (await reports.metrics(metrics)).series,
        pages: (await reports.pages(pages)).items.map(({ path, pageviews, clicks }) => [
          path,
          pageviews,
          clicks,
        ]),
        sessions: (await reports.sessions(sessions)).items.map(({ row }) => `${row.session}.${row.part}`),
        heatmap: elementsOf(await reports.heatmap(heatmap)),
        rests: (await reports.rests(rests)).total,
        scroll: (await reports.scroll(scroll)).depthTotalPx,
      }).toEqual({
        name,
        overview: expectedOverview(slice, overview),
        metrics: expectedMetrics(slice, metrics).series,
        pages: expectedPages(slice, pages).map(({ path, pageviews, clicks }) => [path, pageviews, clicks]),
        sessions: expectedSessions(slice, sessions).map((row) => `${row.session}.${row.part}`),
        heatmap: { total: counted.total, elements: counted.elements },
        rests: expectedRests(slice, rests).total,
        scroll: expectedScroll(slice, scroll).depthTotalPx,
      });
    }
  });
}

function elementsOf({ total, elements }: HeatmapRows) {
  return { total, elements: Object.fromEntries(elements.map(({ element, count }) => [element, count])) };
}
