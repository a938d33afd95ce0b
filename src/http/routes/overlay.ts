// Maps on the live page: links for owners, and the one read that pages of other origins may make with them. It takes the
// link's token in its body, never a cookie or a key of the dashboard's.

import type { LinkRange } from '../../replay/page-link.ts';
import { overlay } from '../../reports/overlay.ts';
import type { ResolvedScope, ScopeParams } from '../../reports/scope.ts';
import { corsHeaders, preflight } from '../public-door.ts';
import { route } from '../route.ts';
import { overlayAnswer, overlayBody, overlayLinkBody } from '../schema/overlay.ts';
import { pageLink } from '../schema/snapshots.ts';
import { scopeOf } from './reports.ts';

const tag = 'Overlay';
const ONE = '/api/v1/projects/:id';

export const overlayRoutes = [
  route({
    method: 'POST',
    path: `${ONE}/overlay-links`,
    access: { project: 'edit' },
    tag,
    summary: 'A link that opens a page of the project with its maps drawn over it; good for twenty minutes',
    body: overlayLinkBody,
    answer: pageLink,
    status: 201,
    handle: ({ rooms, project, body: { url, device, ...asked } }) => {
      const isAsked = Object.keys(asked).length > 0;
      const range = isAsked ? rangeOf(scopeOf({ rooms, project, query: asked })) : null;
      return rooms.overlayLinks.create(project, { url, device, range });
    },
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
      const query = period === undefined ? rangeParams(sight.range) : { period };
      const scope = scopeOf({ rooms, project: sight.project, query });
      const device = body.device === 'all' ? undefined : (body.device ?? sight.device ?? undefined);
      return overlay(rooms.reports, { scope, page: sight.page, kind, device }, { signal: request.signal });
    },
  }),
  preflight('/overlay', tag),
];

/** A preset stays one, so that it moves on while the link lives. */
function rangeOf({ period, fromMs, toMs }: ResolvedScope): LinkRange {
  return period ?? [fromMs, toMs];
}

function rangeParams(range: LinkRange | null): ScopeParams {
  if (range === null) return {};
  return typeof range === 'string' ? { period: range } : { from: String(range[0]), to: String(range[1]) };
}
