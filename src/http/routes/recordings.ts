// Recorded sessions: the door for chunks, open to the pages of projects that record, and what a player reads. The
// door's CORS headers are those of the door for events.

import { readInstant } from '../../reports/instant.ts';
import { corsHeaders, preflight, senderOf } from '../public-door.ts';
import { refuseForms } from '../raw-body.ts';
import { route } from '../route.ts';
import {
  chunksAnswer,
  chunksQuery,
  recordedAnswer,
  recordedQuery,
  replayUploadAnswer,
  replayUsage,
} from '../schema/recordings.ts';
import { sidOf } from './reports.ts';

const ONE = '/api/v1/projects/:id';
const tag = 'Recordings';
const access = { project: 'read' } as const;

export const recordingRoutes = [
  route({
    method: 'POST',
    path: '/replay',
    access: 'public',
    tag,
    summary: 'Store a chunk of a recorded session; the write key stands in x-project-key or ?key=',
    answer: replayUploadAnswer,
    isLimited: false,
    headersFor: corsHeaders,
    handle: async (call) => {
      refuseForms(call.request.headers.get('content-type'));
      const { headers } = call.request;
      return call.rooms.recordings.receive({
        ...senderOf(call),
        requestId: call.requestId,
        announced: Number(headers.get('content-length') ?? 0),
        read: async () => new Uint8Array(await call.request.arrayBuffer()),
        optOut: headers.get('sec-gpc') === '1' || headers.get('dnt') === '1',
      });
    },
  }),
  preflight('/replay', tag),
  route({
    method: 'GET',
    path: `${ONE}/sessions/:sid/chunks`,
    access,
    tag,
    summary: 'What was recorded of one session, in pieces; empty when nothing was',
    query: chunksQuery,
    answer: chunksAnswer,
    handle: async (call) => {
      const { rooms, project, query } = call;
      const { from, to, cursor = null } = query;
      const json = await rooms.recordings.read(project.no, {
        sessionId: sidOf(call),
        fromMs: from === undefined ? 0 : readInstant(from, 'from', project.timeZone).ms,
        toMs: to === undefined ? Number.MAX_SAFE_INTEGER : readInstant(to, 'to', project.timeZone).ms,
        cursor,
      });
      return new Response(json, { headers: { 'content-type': 'application/json; charset=utf-8' } });
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/recorded`,
    access,
    tag,
    summary: 'Which of some sessions were recorded, and when',
    query: recordedQuery,
    answer: recordedAnswer,
    handle: ({ rooms, project, query }) => rooms.recordings.recorded(project.no, query.sessions),
  }),
  route({
    method: 'GET',
    path: `${ONE}/replay-usage`,
    access,
    tag,
    summary: "What the project's recordings take of the disk",
    answer: replayUsage,
    handle: ({ rooms, project }) => rooms.recordings.usage(project.no),
  }),
];
