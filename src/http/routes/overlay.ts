// Maps on the live page: links for owners, and the one read that pages of other origins may make with them. It takes the
// link's token in its body, never a cookie or a key of the dashboard's.

import { overlay } from '../../reports/overlay.ts';
import { resolveScope } from '../../reports/scope.ts';
import { corsHeaders, preflight } from '../public-door.ts';
import { route } from '../route.ts';
import { overlayAnswer, overlayBody } from '../schema/overlay.ts';
import { pageLink, pageLinkBody } from '../schema/snapshots.ts';

const tag = 'Overlay';
const ONE = '/api/v1/projects/:id';

export const overlayRoutes = [
  route({
    method: 'POST',
    path: `${ONE}/overlay-links`,
    access: { project: 'edit' },
    tag,
    summary: 'A link that opens a page of the project with its maps drawn over it; good for twenty minutes',
    body: pageLinkBody,
    answer: pageLink,
    status: 201,
    handle: ({ rooms, project, body }) => rooms.overlayLinks.create(project, body),
  }),
  route({
    method: 'DELETE',
    path: `${ONE}/page-links`,
    access: { project: 'edit' },
    tag,
    summary: 'End all links into pages of the project, for snapshots and for overlays',
    status: 204,
    handle: async ({ rooms, project, actor }) => {
      await rooms.projects.endLinks(project.id, actor);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/overlay',
    access: 'public',
    tag,
    summary: 'One map of the page that an overlay link was made for, asked by that page',
    body: overlayBody,
    answer: overlayAnswer,
    headersFor: corsHeaders,
    handle: async ({ rooms, body, request }) => {
      const { token, key, url, kind, period } = body;
      const origin = request.headers.get('origin');
      const sight = await rooms.overlayLinks.check({ token, key, origin, url });
      const { no: projectNo, timeZone, pageRules } = sight.project;
      const scope = resolveScope({ period }, { projectNo, timeZone, pageRules }, rooms.clock.nowMs());
      const device = body.device === 'all' ? undefined : (body.device ?? sight.device ?? undefined);
      return overlay(rooms.reports, { scope, page: sight.page, kind, device }, { signal: request.signal });
    },
  }),
  preflight('/overlay', tag),
];
