// Annotations of a project: what charts mark. Also short for the project of an API key, for the end of a deploy script.

import { type RouteDeclaration, route } from '../route.ts';
import { annotationBody, annotationPage, annotationView } from '../schema/annotations.ts';
import { rangeQuery } from '../schema/questions.ts';
import { wholeList } from '../whole-list.ts';
import { scopeOf } from './reports.ts';

const tag = 'Annotations';

export const annotationRoutes: readonly RouteDeclaration[] = [
  ...declareUnder('/api/v1/projects/:id'),
  ...declareUnder('/api/v1'),
];

function declareUnder(base: string): RouteDeclaration[] {
  return [
    route({
      method: 'GET',
      path: `${base}/annotations`,
      access: { project: 'read' },
      tag,
      summary: 'What happened in the range, in order of time',
      query: rangeQuery,
      answer: annotationPage,
      handle: async (call) => {
        const items = await call.rooms.annotations.list(call.project.no, scopeOf(call));
        return wholeList(items);
      },
    }),
    route({
      method: 'POST',
      path: `${base}/annotations`,
      access: { project: 'edit' },
      tag,
      summary: 'Note what happened: a deploy, a campaign, an outage',
      body: annotationBody,
      answer: annotationView,
      status: 201,
      handle: ({ rooms, project, body, actor }) =>
        rooms.annotations.create({ projectNo: project.no, text: body.text, atMs: body.atMs ?? null }, actor),
    }),
    route({
      method: 'DELETE',
      path: `${base}/annotations/:annotationId`,
      access: { project: 'edit' },
      tag,
      summary: 'Remove an annotation',
      status: 204,
      handle: async ({ rooms, project, params, actor }) => {
        await rooms.annotations.remove(
          { projectNo: project.no, id: params.get('annotationId') ?? '' },
          actor,
        );
        return undefined;
      },
    }),
  ];
}
