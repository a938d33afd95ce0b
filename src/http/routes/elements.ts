// Elements of a page beside its map, and which of them are muted for rage or dead clicks.

import { pageElements } from '../../reports/elements.ts';
import { friction } from '../../reports/friction.ts';
import { route } from '../route.ts';
import { elementsAnswer, frictionAnswer, muteBody, mutedElement, mutedElements } from '../schema/elements.ts';
import { elementsQuery, frictionQuery } from '../schema/questions.ts';
import { wholeList } from '../whole-list.ts';
import { scopeOf } from './reports.ts';

const ONE = '/api/v1/projects/:id';
const MUTED = `${ONE}/muted-elements`;

export const elementRoutes = [
  route({
    method: 'GET',
    path: `${ONE}/elements`,
    access: { project: 'read' },
    tag: 'Reports',
    summary: 'Elements of one page: clicks, trouble, time to the first click, next page',
    query: elementsQuery,
    answer: elementsAnswer,
    handle: async (call) => {
      const { page, device, limit } = call.query;
      const muted = await call.rooms.projects.listMuted(call.project.no);
      return pageElements(
        call.rooms.reports,
        { scope: scopeOf(call), page, device, limit, muted },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: `${ONE}/friction`,
    access: { project: 'read' },
    tag: 'Reports',
    summary: 'Elements with most rage, dead and error clicks, with sessions as evidence',
    query: frictionQuery,
    answer: frictionAnswer,
    handle: async (call) => {
      const { device, limit } = call.query;
      const muted = await call.rooms.projects.listMuted(call.project.no);
      return friction(
        call.rooms.reports,
        { scope: scopeOf(call), device, limit, muted },
        { signal: call.request.signal },
      );
    },
  }),
  route({
    method: 'GET',
    path: MUTED,
    access: { project: 'read' },
    tag: 'Muted elements',
    summary: 'Elements whose rage or dead clicks do not count, last muted first',
    answer: mutedElements,
    handle: async ({ rooms, project }) => {
      const items = await rooms.projects.listMuted(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: MUTED,
    access: { project: 'edit' },
    tag: 'Muted elements',
    summary: 'Mute an element: its rage or dead clicks no longer count, past ones neither',
    body: muteBody,
    answer: mutedElement,
    status: 201,
    handle: ({ rooms, project, body, actor }) => rooms.projects.mute(project, body, actor),
  }),
  route({
    method: 'DELETE',
    path: `${MUTED}/:element/:kind`,
    access: { project: 'edit' },
    tag: 'Muted elements',
    summary: 'Count an element again',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      const key = { element: params.get('element') ?? '', kind: params.get('kind') ?? '' };
      await rooms.projects.unmute(project, key, actor);
      return undefined;
    },
  }),
];
