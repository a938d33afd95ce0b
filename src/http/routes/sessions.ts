// Sessions: the list, one session with its events, its neighbours and its like, and what can be filtered by.

import { type JourneyArgs, journey } from '../../reports/journey.ts';
import { replay } from '../../reports/replay.ts';
import { listSessions, neighbours, similarSessions } from '../../reports/sessions.ts';
import { dimensionValues } from '../../reports/values.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import { type Call, route } from '../route.ts';
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
import { scopeOf, sidOf } from './reports.ts';

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
    handle: (call) => journey(call.rooms.reports, journeyArgsOf(call), { signal: call.request.signal }),
  }),
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid/replay`,
    access,
    tag,
    summary: 'What one session is played back from: pointer, clicks, scrolling and pages, in pieces',
    query: journeyQuery,
    answer: replayAnswer,
    handle: (call) => replay(call.rooms.reports, journeyArgsOf(call), { signal: call.request.signal }),
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
      const sessionId = sidOf(call);
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
          sessionId: sidOf(call),
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

/** The session of the path's `:sid`, from where the cursor says: what is told of it step by step asks this. */
function journeyArgsOf(call: Call<{ cursor?: string }> & { project: ProjectRow }): JourneyArgs {
  const { rooms, project, query } = call;
  return {
    projectNo: project.no,
    sessionId: sidOf(call),
    nowMs: rooms.clock.nowMs(),
    cursor: query.cursor,
  };
}
