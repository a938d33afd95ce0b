// Metrics of a project and its custom events. Each stands under the project, and short for the project of an API key.

import { breakdown, topEvents } from '../../reports/breakdown.ts';
import { count, dashboard } from '../../reports/dashboard.ts';
import { listEvents } from '../../reports/events.ts';
import { realtime } from '../../reports/realtime.ts';
import { timeseries } from '../../reports/timeseries.ts';
import { users } from '../../reports/users.ts';
import { type RouteDeclaration, route } from '../route.ts';
import {
  breakdownAnswer,
  breakdownQuery,
  countAnswer,
  countQuery,
  dashboardAnswer,
  dashboardQuery,
  eventPage,
  eventsQuery,
  realtimeAnswer,
  realtimeQuery,
  timeseriesAnswer,
  timeseriesQuery,
  topEventsAnswer,
  topEventsQuery,
  usersAnswer,
  usersQuery,
} from '../schema/metrics.ts';
import { scopeOf } from './reports.ts';

const tag = 'Metrics';
const access = { project: 'read' } as const;
const method = 'GET';

export const productMetricRoutes: readonly RouteDeclaration[] = [
  ...declareUnder('/api/v1/projects/:id'),
  ...declareUnder('/api/v1'),
];

function declareUnder(base: string): RouteDeclaration[] {
  return [
    route({
      ...{ method, path: `${base}/metrics/dashboard`, access, tag },
      summary: 'Every metric with its change against the span before, and its series',
      query: dashboardQuery,
      answer: dashboardAnswer,
      handle: (call) =>
        dashboard(
          call.rooms.reports,
          { scope: scopeOf(call), interval: call.query.interval },
          { signal: call.request.signal },
        ),
    }),
    route({
      ...{ method, path: `${base}/metrics/realtime`, access, tag },
      summary: 'Who is there now, and the last thirty minutes',
      query: realtimeQuery,
      answer: realtimeAnswer,
      handle: ({ rooms, project, request }) =>
        realtime(
          rooms.reports,
          { projectNo: project.no, nowMs: rooms.clock.nowMs() },
          { signal: request.signal },
        ),
    }),
    route({
      ...{ method, path: `${base}/metrics/count`, access, tag },
      summary: 'One metric, of everything or of one event, with its change',
      query: countQuery,
      answer: countAnswer,
      handle: (call) => {
        const { metric, event } = call.query;
        return count(
          call.rooms.reports,
          { scope: scopeOf(call), metric, event },
          { signal: call.request.signal },
        );
      },
    }),
    route({
      ...{ method, path: `${base}/metrics/users`, access, tag },
      summary: 'New and returning visitors, the last day, week and month, and the busiest users',
      query: usersQuery,
      answer: usersAnswer,
      handle: (call) =>
        users(
          call.rooms.reports,
          { scope: scopeOf(call), limit: call.query.limit },
          { signal: call.request.signal },
        ),
    }),
    ...declareSplits(base),
  ];
}

function declareSplits(base: string): RouteDeclaration[] {
  return [
    route({
      ...{ method, path: `${base}/metrics/top-events`, access, tag },
      summary: 'Custom events by name, most often first',
      query: topEventsQuery,
      answer: topEventsAnswer,
      handle: (call) =>
        topEvents(
          call.rooms.reports,
          { scope: scopeOf(call), limit: call.query.limit },
          { signal: call.request.signal },
        ),
    }),
    route({
      ...{ method, path: `${base}/metrics/timeseries`, access, tag },
      summary: 'One metric over time, zero-filled, whole or split by a dimension',
      query: timeseriesQuery,
      answer: timeseriesAnswer,
      handle: (call) => {
        const { metric, interval, split, event, limit } = call.query;
        return timeseries(
          call.rooms.reports,
          { scope: scopeOf(call), metric, interval, split, event, limit },
          { signal: call.request.signal },
        );
      },
    }),
    route({
      ...{ method, path: `${base}/metrics/breakdown/:dimension`, access, tag },
      summary: 'Metrics by the values of a dimension, the largest first, the rest added up',
      query: breakdownQuery,
      answer: breakdownAnswer,
      handle: (call) => {
        const { metric, event, limit } = call.query;
        const dimension = call.params.get('dimension') ?? '';
        return breakdown(
          call.rooms.reports,
          { scope: scopeOf(call), dimension, metric, event, limit },
          { signal: call.request.signal },
        );
      },
    }),
    route({
      ...{ method, path: `${base}/events`, access, tag: 'Events' },
      summary: 'Custom events with their properties, newest first',
      query: eventsQuery,
      answer: eventPage,
      handle: (call) => {
        const { event, category, user, limit, cursor } = call.query;
        return listEvents(
          call.rooms.reports,
          { scope: scopeOf(call), event, category, user, limit, cursor },
          { signal: call.request.signal },
        );
      },
    }),
  ];
}
