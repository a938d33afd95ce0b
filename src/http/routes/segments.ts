// Saved filters of a project. Reports take them as `segment=<id>`, see http/segment.ts.

import { route } from '../route.ts';
import { segmentBody, segmentChangeBody, segmentPage, segmentView } from '../schema/segments.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Segments';
const LIST = '/api/v1/projects/:id/segments';

export const segmentRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: { project: 'read' },
    tag,
    summary: 'Saved filters of the project, by name',
    answer: segmentPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.segments.list(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: { project: 'edit' },
    tag,
    summary: 'Save filters under a name',
    body: segmentBody,
    answer: segmentView,
    status: 201,
    handle: ({ rooms, project, body, actor }) =>
      rooms.segments.create({ projectNo: project.no, name: body.name, filters: body.filters }, actor),
  }),
  route({
    method: 'PATCH',
    path: `${LIST}/:segmentId`,
    access: { project: 'edit' },
    tag,
    summary: 'Rename a segment or change its filters',
    body: segmentChangeBody,
    answer: segmentView,
    handle: ({ rooms, project, params, body, actor }) =>
      rooms.segments.update({ projectNo: project.no, id: params.get('segmentId') ?? '' }, body, actor),
  }),
  route({
    method: 'DELETE',
    path: `${LIST}/:segmentId`,
    access: { project: 'edit' },
    tag,
    summary: 'Remove a segment',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.segments.remove({ projectNo: project.no, id: params.get('segmentId') ?? '' }, actor);
      return undefined;
    },
  }),
];
