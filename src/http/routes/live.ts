// Live events of a project: server-sent events, or a WebSocket when the request asks for one; and tickets for both.

import { LIVE_DIMENSIONS } from '../../contract/live.ts';
import { followsFrom } from '../../reports/aggregate-only.ts';
import { authorise } from '../access.ts';
import type { Caller } from '../caller.ts';
import type { LiveConnection } from '../live-connections.ts';
import { createLiveSocket } from '../live-socket.ts';
import { createLiveStream } from '../live-stream.ts';
import { type Call, route } from '../route.ts';
import { refuseForeignSocket } from '../same-origin.ts';
import { liveQuery, liveTicket } from '../schema/live.ts';

const access = { project: 'read' } as const;
const tag = 'Live';

export const liveRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/projects/:id/live/tickets',
    access,
    tag,
    summary: 'A ticket that opens one live connection within a minute, as ?ticket=',
    answer: liveTicket,
    status: 201,
    handle: ({ server, caller, project }) => server.tickets.issue(caller, project.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/live',
    access,
    tag,
    summary: `Events as they are applied (SSE, or WebSocket by Upgrade), with filters on ${LIVE_DIMENSIONS.join(', ')}`,
    takesTicket: true,
    query: liveQuery,
    answerTypes: ['text/event-stream'],
    handle: (call) =>
      call.request.headers.get('upgrade')?.toLowerCase() === 'websocket'
        ? openSocket(call)
        : openStream(call),
  }),
];

type LiveCall = Call<{ filter?: string[]; after?: string; recent?: string }> & {
  project: { no: number; id: string };
  caller: Caller;
};

async function openStream(call: LiveCall): Promise<Response> {
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
  if (call.request.method === 'HEAD') return new Response(null, { headers });
  const connection = connect(call);
  const stream = createLiveStream(connection.left);
  await connection.join(stream);
  return new Response(stream.body, { headers });
}

async function openSocket(call: LiveCall): Promise<Response> {
  refuseForeignSocket(call.request, call.server.config.publicUrl);
  const connection = connect(call);
  const live = createLiveSocket(call.rooms.clock.monotonicMs, connection.left);
  await connection.join(live);
  // Bun sends the 101 itself; what is answered beside it goes nowhere.
  if (call.upgrade(live.socket)) return new Response(null);
  connection.left();
  return new Response(null, { status: 426, headers: { upgrade: 'websocket' } });
}

/** What both kinds share: subscribing, and being looked after until either side ends it. */
function connect({ rooms, server, project, caller, query, request }: LiveCall) {
  let subscription: { close(): void } | null = null;
  let connection: LiveConnection | null = null;
  let hasLeft = false;
  const left = () => {
    hasLeft = true;
    subscription?.close();
    if (connection) server.live.remove(connection);
  };
  const recheck = async () =>
    authorise(access, { caller: await caller.renew(), projectId: project.id, isLocal: false }, rooms).then(
      () => followsFrom(rooms.openness, project.no),
    );
  const join = async (
    way: Pick<LiveConnection, 'end' | 'beat'> & { send: Parameters<typeof rooms.live.open>[2] },
  ) => {
    const after = request.headers.get('last-event-id') ?? query.after ?? null;
    // Live events are of single people.
    await followsFrom(rooms.openness, project.no);
    const question = { filters: query.filter ?? [], after, recent: query.recent };
    subscription = await rooms.live.open(project.no, question, way.send);
    connection = { end: way.end, beat: way.beat, recheck };
    if (hasLeft) return left();
    server.live.add(connection);
  };
  return { left, join };
}
