// The read path: each route resolves the scope and asks the reports room one question about the checked project.

import { heatmap } from '../../reports/heatmap.ts';
import { journey } from '../../reports/journey.ts';
import { overview } from '../../reports/overview.ts';
import { listPages } from '../../reports/pages.ts';
import { replay } from '../../reports/replay.ts';
import { type ResolvedScope, resolveScope, type ScopeParams } from '../../reports/scope.ts';
import { scroll } from '../../reports/scroll.ts';
import { listSessions } from '../../reports/sessions.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { type Call, route } from '../route.ts';
import { heatmapReport } from '../schema/compare.ts';
import {
  heatmapQuery,
  journeyQuery,
  overviewQuery,
  pagesQuery,
  scrollQuery,
  sessionsQuery,
} from '../schema/questions.ts';
import { replayAnswer } from '../schema/replay.ts';
import { overviewAnswer, pageRows } from '../schema/reports.ts';
import { scrollAnswer } from '../schema/scroll.ts';
import { journeyAnswer, sessionRows } from '../schema/sessions.ts';

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
  route({
    method: 'GET',
    path: `${ONE}/sessions`,
    access,
    tag,
    summary: 'Sessions, newest first',
    query: sessionsQuery,
    answer: sessionRows,
    handle: (call) => {
      const { page, minEvents, rage, limit, cursor } = call.query;
      const nowMs = call.rooms.clock.nowMs();
      return listSessions(
        call.rooms.reports,
        { scope: scopeOf(call), nowMs, page, minEvents, rage, limit, cursor },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid`,
    access,
    tag,
    summary: 'One session and its events in order',
    query: journeyQuery,
    answer: journeyAnswer,
    handle: ({ rooms, project, params, query, request }) =>
      journey(
        rooms.reports,
        {
          projectNo: project.no,
          sessionId: params.get('sid') ?? '',
          nowMs: rooms.clock.nowMs(),
          cursor: query.cursor,
        },
        { signal: request.signal },
      ),
  }),
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid/replay`,
    access,
    tag,
    summary: 'What one session is played back from: pointer, clicks, scrolling and pages, in pieces',
    query: journeyQuery,
    answer: replayAnswer,
    handle: ({ rooms, project, params, query, request }) =>
      replay(
        rooms.reports,
        {
          projectNo: project.no,
          sessionId: params.get('sid') ?? '',
          nowMs: rooms.clock.nowMs(),
          cursor: query.cursor,
        },
        { signal: request.signal },
      ),
  }),
];

/** The question's range and filters, always about the project of the checked credential. */
export function scopeOf(call: Call<ScopeParams> & { project: ProjectRow }): ResolvedScope {
  const { no: projectNo, timeZone, pageRules } = call.project;
  return resolveScope(call.query, { projectNo, timeZone, pageRules }, call.rooms.clock.nowMs());
}
