// Sessions: the list, one session with its events, its neighbours and its like, and what can be filtered by.

import { journey } from '../../reports/journey.ts';
import { replay } from '../../reports/replay.ts';
import { listSessions, neighbours, similarSessions } from '../../reports/sessions.ts';
import { dimensionValues } from '../../reports/values.ts';
import { route } from '../route.ts';
import {
  journeyQuery,
  neighboursQuery,
  scopeOnlyQuery,
  sessionsQuery,
  valuesQuery,
} from '../schema/questions.ts';
import { replayAnswer } from '../schema/replay.ts';
import {
  journeyAnswer,
  neighboursAnswer,
  sessionRows,
  similarAnswer,
  valuesAnswer,
} from '../schema/sessions.ts';
import { scopeOf } from './reports.ts';

const tag = 'Sessions';
const access = { project: 'read' } as const;
const ONE = '/api/v1/projects/:id';

export const sessionRoutes = [
  route({
    method: 'GET',
    path: `${ONE}/sessions`,
    access,
    tag,
    summary: 'Sessions, newest first unless sorted otherwise',
    query: sessionsQuery,
    answer: sessionRows,
    handle: (call) => {
      const { page, minEvents, rage, search, sort, limit, cursor } = call.query;
      const nowMs = call.rooms.clock.nowMs();
      return listSessions(
        call.rooms.reports,
        { scope: scopeOf(call), nowMs, page, minEvents, rage, search, sort, limit, cursor },
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
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid/neighbours`,
    access,
    tag,
    summary: 'The sessions before and after one in the list that the same question gives',
    query: neighboursQuery,
    answer: neighboursAnswer,
    handle: (call) => {
      const { page, minEvents, rage, search, sort } = call.query;
      const sessionId = call.params.get('sid') ?? '';
      const nowMs = call.rooms.clock.nowMs();
      return neighbours(
        call.rooms.reports,
        { scope: scopeOf(call), nowMs, page, minEvents, rage, search, sort, sessionId },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid/similar`,
    access,
    tag,
    summary: 'Sessions of the scope that resemble one: pages, entry, device and kinds of friction',
    query: scopeOnlyQuery,
    answer: similarAnswer,
    handle: (call) =>
      similarSessions(
        call.rooms.reports,
        {
          scope: scopeOf(call),
          sessionId: call.params.get('sid') ?? '',
          nowMs: call.rooms.clock.nowMs(),
        },
        { signal: call.request.signal },
      ),
  }),
  route({
    method: 'GET',
    path: `${ONE}/values`,
    access,
    tag,
    summary: 'Values that a dimension has in the scope, to filter by',
    query: valuesQuery,
    answer: valuesAnswer,
    handle: (call) => {
      const { dimension, search, limit } = call.query;
      return dimensionValues(
        call.rooms.reports,
        { scope: scopeOf(call), dimension, search, limit },
        { signal: call.request.signal },
      );
    },
  }),
];
