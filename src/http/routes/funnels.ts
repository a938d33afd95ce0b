// Saved funnels and what they count; journeys over pages; retention.

import { funnel, funnelSessions } from '../../reports/funnel.ts';
import { readDefinition } from '../../reports/funnel-definition.ts';
import { journeys } from '../../reports/journeys.ts';
import { retention } from '../../reports/retention.ts';
import { keyIn } from '../key-in.ts';
import { route } from '../route.ts';
import {
  funnelAnswer,
  funnelBody,
  funnelChangeBody,
  funnelPage,
  funnelPreviewQuery,
  funnelResultQuery,
  funnelSessionsQuery,
  funnelView,
  journeysAnswer,
  journeysQuery,
  retentionAnswer,
  retentionQuery,
} from '../schema/funnels.ts';
import { sessionRows } from '../schema/sessions.ts';
import { wholeList } from '../whole-list.ts';
import { scopeOf } from './reports.ts';

const tag = 'Funnels';
const read = { project: 'read' } as const;
const edit = { project: 'edit' } as const;
const PROJECT = '/api/v1/projects/:id';
const LIST = `${PROJECT}/funnels`;
const ONE = `${LIST}/:funnelId`;

const keyOf = keyIn('funnelId');

export const funnelRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: read,
    tag,
    summary: 'Saved funnels, in their order, archived ones too',
    answer: funnelPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.funnels.list(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: edit,
    tag,
    summary: 'Save a funnel',
    body: funnelBody,
    answer: funnelView,
    status: 201,
    handle: ({ rooms, project, body: { name, ...definition }, actor }) =>
      rooms.funnels.create({ projectNo: project.no, name, definition }, actor),
  }),
  route({
    method: 'GET',
    path: ONE,
    access: read,
    tag,
    summary: 'One saved funnel',
    answer: funnelView,
    handle: (call) => call.rooms.funnels.find(keyOf(call)),
  }),
  route({
    method: 'PATCH',
    path: ONE,
    access: edit,
    tag,
    summary: 'Change, move, archive or bring back a funnel',
    body: funnelChangeBody,
    answer: funnelView,
    handle: (call) => call.rooms.funnels.update(keyOf(call), call.body, call.actor),
  }),
  route({
    method: 'DELETE',
    path: ONE,
    access: edit,
    tag,
    summary: 'Remove a funnel',
    status: 204,
    handle: async (call) => {
      await call.rooms.funnels.remove(keyOf(call), call.actor);
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/result`,
    access: read,
    tag,
    summary: 'How many got to each step, how long it took, and where the others left',
    query: funnelResultQuery,
    answer: funnelAnswer,
    handle: async (call) => {
      const { split, interval } = call.query;
      const definition = await call.rooms.funnels.find(keyOf(call));
      const asked = { scope: scopeOf(call), definition: definitionOf(definition), split, interval };
      return funnel(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'GET',
    path: `${PROJECT}/funnel-preview`,
    access: read,
    tag,
    summary: 'The same for a funnel that is not saved',
    query: funnelPreviewQuery,
    answer: funnelAnswer,
    handle: (call) => {
      const { split, interval } = call.query;
      const asked = {
        scope: scopeOf(call),
        definition: readDefinition(call.query.definition),
        split,
        interval,
      };
      return funnel(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/sessions`,
    access: read,
    tag,
    summary: 'Sessions in which somebody got to a step and left, newest first',
    query: funnelSessionsQuery,
    answer: sessionRows,
    handle: async (call) => {
      const { step, outcome, limit } = call.query;
      const definition = definitionOf(await call.rooms.funnels.find(keyOf(call)));
      const nowMs = call.rooms.clock.nowMs();
      const asked = { scope: scopeOf(call), definition, step, outcome, limit, nowMs };
      return funnelSessions(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'GET',
    path: `${PROJECT}/journeys`,
    access: read,
    tag: 'Reports',
    summary: 'Paths of sessions over pages, from or to a page',
    query: journeysQuery,
    answer: journeysAnswer,
    handle: (call) => {
      const { page, direction, depth } = call.query;
      const asked = { scope: scopeOf(call), page, direction, depth };
      return journeys(call.rooms.reports, asked, { signal: call.request.signal });
    },
  }),
  route({
    method: 'GET',
    path: `${PROJECT}/retention`,
    access: read,
    tag: 'Reports',
    summary: 'Who came again, by when they first came',
    query: retentionQuery,
    answer: retentionAnswer,
    handle: (call) => {
      const { interval, unit } = call.query;
      return retention(
        call.rooms.reports,
        { scope: scopeOf(call), interval, unit },
        { signal: call.request.signal },
      );
    },
  }),
];

function definitionOf({ steps, windowMs, order, unit }: Parameters<typeof funnel>[1]['definition']) {
  return { steps, windowMs, order, unit };
}
