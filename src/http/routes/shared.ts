// What the receiver of a share link may do: open it, and read its one view. No other route knows these credentials.

import { gunzipSync } from 'node:zlib';
import { noSuchShare } from '../../accounts/shares.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import type { ShareRow } from '../../storage/port-shares.ts';
import { type Call, route } from '../route.ts';
import { heatmapReport } from '../schema/compare.ts';
import { journeyQuery } from '../schema/questions.ts';
import { scrollAnswer } from '../schema/scroll.ts';
import { journeyAnswer, sessionRows } from '../schema/sessions.ts';
import { openBody, openedShare, sharedFunnel, sharedOverview } from '../schema/shares.ts';
import { answerShared, type SharedAsk, sharedSnapshot } from '../shared-answer.ts';

const tag = 'Share links';
const OPEN = '/api/v1/shared';
const read = { method: 'GET', access: 'share', tag } as const;

export const sharedRoutes = [
  route({
    method: 'POST',
    path: OPEN,
    access: 'public',
    tag,
    summary: 'Open a share link: what it shows, and a credential for reading that',
    body: openBody,
    answer: openedShare,
    handle: async ({ rooms, server, body, client }) => {
      const share = await rooms.accounts.openShare({ ...body, address: client.address });
      const project = await rooms.projects.findByNo(share.projectNo);
      if (!project) throw noSuchShare();
      const { name, question, expiresAtMs } = share;
      const told = { name, projectName: project.name, timeZone: project.timeZone, ...question };
      return { ...server.shareAccess.issue(share), ...told, expiresAtMs };
    },
  }),
  route({
    ...read,
    path: `${OPEN}/overview`,
    summary: 'The shared overview, and the same of the stretch before when it is compared',
    answer: sharedOverview,
    handle: (call) => answerShared('overview', askedOf(call)),
  }),
  route({
    ...read,
    path: `${OPEN}/heatmap`,
    summary: 'The shared map',
    answer: heatmapReport,
    handle: (call) => answerShared('heatmap', askedOf(call)),
  }),
  route({
    ...read,
    path: `${OPEN}/scroll`,
    summary: 'The shared map of scrolling or attention',
    answer: scrollAnswer,
    handle: (call) => answerShared('scroll', askedOf(call)),
  }),
  route({
    ...read,
    path: `${OPEN}/snapshot`,
    summary: 'The page that the shared map lies over: a snapshot under `content`, or null',
    answerTypes: ['application/json'],
    handle: async (call) => {
      const packed = await sharedSnapshot(askedOf(call));
      const content = packed ? gunzipSync(packed).toString() : 'null';
      return new Response(`{"content":${content}}`, {
        headers: { 'content-type': 'application/json; charset=utf-8' },
      });
    },
  }),
  route({
    ...read,
    path: `${OPEN}/funnel`,
    summary: 'The shared funnel, as it is defined now',
    answer: sharedFunnel,
    handle: (call) => answerShared('funnel', askedOf(call)),
  }),
  route({
    ...read,
    path: `${OPEN}/sessions`,
    summary: 'The shared sessions, newest first',
    query: journeyQuery,
    answer: sessionRows,
    handle: (call) => answerShared('sessions', askedOf(call, call.query.cursor)),
  }),
  route({
    ...read,
    path: `${OPEN}/session`,
    summary: 'The shared session and its events in order',
    query: journeyQuery,
    answer: journeyAnswer,
    handle: (call) => answerShared('session', askedOf(call, call.query.cursor)),
  }),
];

function askedOf(call: Call & { project: ProjectRow; share: ShareRow }, cursor?: string): SharedAsk {
  const { rooms, project, share, request } = call;
  return { rooms, project, question: share.question, cursor, signal: request.signal };
}
