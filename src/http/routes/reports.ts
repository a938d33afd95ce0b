// The read path: each route resolves the scope and asks the reports room one question about the checked project.

import { heatmap } from '../../reports/heatmap.ts';
import { overview } from '../../reports/overview.ts';
import { listPages } from '../../reports/pages.ts';
import { type ResolvedScope, resolveScope, type ScopeParams } from '../../reports/scope.ts';
import { scroll } from '../../reports/scroll.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { type Call, route } from '../route.ts';
import { heatmapReport } from '../schema/compare.ts';
import { heatmapQuery, overviewQuery, pagesQuery, scrollQuery } from '../schema/questions.ts';
import { overviewAnswer, pageRows } from '../schema/reports.ts';
import { scrollAnswer } from '../schema/scroll.ts';

const tag = 'Reports';
const access = { project: 'read' } as const;
const ONE = '/api/v1/projects/:id';

export const reportRoutes = [
  route({
    method: 'GET',
    path: `${ONE}/overview`,
    access,
    tag,
    summary: 'Totals, series and breakdowns',
    query: overviewQuery,
    answer: overviewAnswer,
    handle: (call) =>
      overview(
        call.rooms.reports,
        { scope: scopeOf(call), interval: call.query.interval },
        { signal: call.request.signal },
      ),
  }),
  route({
    method: 'GET',
    path: `${ONE}/pages`,
    access,
    tag,
    summary: 'Pages with their counts, most pageviews first; those of a template are one row',
    query: pagesQuery,
    answer: pageRows,
    handle: (call) => {
      const { search, device, within, limit, cursor } = call.query;
      return listPages(
        call.rooms.reports,
        { scope: scopeOf(call), search, device, within, limit, cursor },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/heatmap`,
    access,
    tag,
    summary: 'Clicks, rests or scrolling of one page, by element and by place; two scopes compared',
    query: heatmapQuery,
    answer: heatmapReport,
    handle: (call) => {
      const { page, kind, weight, device, resolution, vsPeriod, vsFrom, vsTo, vsFilter, vsDevice } =
        call.query;
      const nowMs = call.rooms.clock.nowMs();
      const second = { vsPeriod, vsFrom, vsTo, vsFilter, vsDevice, nowMs };
      return heatmap(
        call.rooms.reports,
        { scope: scopeOf(call), page, kind, weight, device, resolution, second },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/scroll`,
    access,
    tag,
    summary: 'How far one page was scrolled, and how long its sections were in view',
    query: scrollQuery,
    answer: scrollAnswer,
    handle: (call) => {
      const { page, device } = call.query;
      return scroll(
        call.rooms.reports,
        { scope: scopeOf(call), page, device },
        { signal: call.request.signal },
      );
    },
  }),
];

/** The question's range and filters, always about the project of the checked credential. */
export function scopeOf(
  call: Pick<Call<ScopeParams>, 'query' | 'rooms'> & { project: ProjectRow },
): ResolvedScope {
  const { no: projectNo, timeZone, pageRules } = call.project;
  return resolveScope(call.query, { projectNo, timeZone, pageRules }, call.rooms.clock.nowMs());
}

/** The session that `:sid` of the path names, whether it is the id of one or not. */
export function sidOf({ params }: Pick<Call<unknown>, 'params'>): string {
  return params.get('sid') ?? '';
}
