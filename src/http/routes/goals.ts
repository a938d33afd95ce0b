// Goals of a project, and what they came to. Filters take them as `goal:is:<id>`, see reports/named-filters.ts.

import { HeatError } from '../../lib/errors.ts';
import { goalResults } from '../../reports/goals.ts';
import { keyIn } from '../key-in.ts';
import { route } from '../route.ts';
import {
  goalBody,
  goalChangeBody,
  goalPage,
  goalResult,
  goalResultPage,
  goalResultQuery,
  goalView,
} from '../schema/goals.ts';
import { wholeList } from '../whole-list.ts';
import { scopeOf } from './reports.ts';

const tag = 'Goals';
const read = { project: 'read' } as const;
const edit = { project: 'edit' } as const;
const LIST = '/api/v1/projects/:id/goals';
const ONE = `${LIST}/:goalId`;

const keyOf = keyIn('goalId');

export const goalRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: read,
    tag,
    summary: 'Goals of the project, by name',
    answer: goalPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.goals.list(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: edit,
    tag,
    summary: 'Save filters as a goal: sessions that pass them convert',
    body: goalBody,
    answer: goalView,
    status: 201,
    handle: ({ rooms, project, body, actor }) =>
      rooms.goals.create({ projectNo: project.no, ...body }, actor),
  }),
  route({
    method: 'GET',
    path: ONE,
    access: read,
    tag,
    summary: 'One goal',
    answer: goalView,
    handle: (call) => call.rooms.goals.find(keyOf(call)),
  }),
  route({
    method: 'PATCH',
    path: ONE,
    access: edit,
    tag,
    summary: 'Rename a goal or change what it counts',
    body: goalChangeBody,
    answer: goalView,
    handle: (call) => call.rooms.goals.update(keyOf(call), call.body, call.actor),
  }),
  route({
    method: 'DELETE',
    path: ONE,
    access: edit,
    tag,
    summary: 'Remove a goal that no alert looks at',
    status: 204,
    handle: async (call) => {
      await call.rooms.goals.remove(keyOf(call), call.actor);
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/result`,
    access: read,
    tag,
    summary: 'Conversions of one goal: count, rate, value, trend',
    query: goalResultQuery,
    answer: goalResult,
    handle: async (call) => {
      const goals = [await call.rooms.goals.find(keyOf(call))];
      const asked = { scope: scopeOf(call), goals, interval: call.query.interval };
      const [only] = await goalResults(call.rooms.reports, asked, { signal: call.request.signal });
      if (only) return only;
      throw new HeatError({ kind: 'internal', message: 'A goal was asked for and none was answered' });
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/goal-results',
    access: read,
    tag,
    summary: 'The same of all goals of the project',
    query: goalResultQuery,
    answer: goalResultPage,
    handle: async (call) => {
      const goals = await call.rooms.goals.list(call.project.no);
      const asked = { scope: scopeOf(call), goals, interval: call.query.interval };
      const items = await goalResults(call.rooms.reports, asked, { signal: call.request.signal });
      return wholeList(items);
    },
  }),
];
