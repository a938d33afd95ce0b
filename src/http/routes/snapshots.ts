// Page snapshots: links for owners, the door that their browsers upload through, and what is stored.
// The door takes a signed link together with the page's write key, or an admin API key.

import { gunzipSync } from 'node:zlib';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import type { NamedRate } from '../../lib/token-bucket.ts';
import { snapshotTooLarge } from '../../replay/snapshot-faults.ts';
import type { Permit } from '../../replay/snapshots.ts';
import { storedPageIds } from '../../reports/page-question.ts';
import { corsHeaders } from '../public-door.ts';
import { type Call, route } from '../route.ts';
import {
  pageLink,
  pageLinkBody,
  snapshotAllowed,
  snapshotLinkQuery,
  snapshotListQuery,
  snapshotPage,
  snapshotTaken,
  snapshotUploadQuery,
} from '../schema/snapshots.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Snapshots';
const LIST = '/api/v1/projects/:id/snapshots';

export const snapshotRoutes = [
  route({
    method: 'GET',
    path: '/snapshots',
    access: 'public',
    tag,
    summary: 'Whether a snapshot link is good on this page: asked before anything is done there',
    query: snapshotLinkQuery,
    answer: snapshotAllowed,
    headersFor: corsHeaders,
    handle: async ({ rooms, query }) => {
      await rooms.snapshots.checkLink(query.token, query.key);
      return { allowed: true };
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots',
    access: 'public',
    tag,
    summary: 'Store the snapshot of a page: JSON, gzipped or not, with a snapshot link or an admin API key',
    query: snapshotUploadQuery,
    answer: snapshotTaken,
    status: 201,
    headersFor: corsHeaders,
    handle: async (call) => {
      const permit = await permitOf(call, call.query);
      const announced = Number(call.request.headers.get('content-length') ?? 0);
      if (announced > LIMITS.snapshotBytes) throw snapshotTooLarge();
      const body = new Uint8Array(await call.request.arrayBuffer());
      return { snapshot: await call.rooms.snapshots.receive(body, permit) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/projects/:id/snapshot-links',
    access: { project: 'edit' },
    tag,
    summary: 'A link that opens a page of the project and takes its snapshot there; good for five minutes',
    body: pageLinkBody,
    answer: pageLink,
    status: 201,
    handle: ({ rooms, project, body }) => rooms.snapshots.createLink(project, body),
  }),
  route({
    method: 'GET',
    path: LIST,
    access: { project: 'read' },
    tag,
    summary: 'Snapshots of a page, of the pages of a template, or of the whole project, newest first',
    query: snapshotListQuery,
    answer: snapshotPage,
    handle: async ({ rooms, project, query, request }) => {
      const asked = { projectNo: project.no, pageRules: project.pageRules };
      const pages =
        query.page === undefined
          ? undefined
          : await storedPageIds(rooms.reports, asked, query.page, { signal: request.signal });
      const items = await rooms.snapshots.list(project.no, pages);
      return wholeList(items);
    },
  }),
  route({
    method: 'GET',
    path: `${LIST}/:snapshotId`,
    access: { project: 'read' },
    tag,
    summary: 'One snapshot: nodes, styles, inlined files and element descriptors',
    answerTypes: ['application/json'],
    handle: async ({ rooms, project, params, request }) => {
      const packed = await rooms.snapshots.read(project.no, params.get('snapshotId') ?? '');
      const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
      return new Response(takesGzip ? packed : gunzipSync(packed), {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          vary: 'accept-encoding',
          ...(takesGzip ? { 'content-encoding': 'gzip' } : {}),
        },
      });
    },
  }),
  route({
    method: 'DELETE',
    path: `${LIST}/:snapshotId`,
    access: { project: 'edit' },
    tag,
    summary: 'Remove a snapshot',
    status: 204,
    handle: async ({ rooms, project, params }) => {
      await rooms.snapshots.remove(project.no, params.get('snapshotId') ?? '');
      return undefined;
    },
  }),
];

/** Before the body is read: whoever may not upload sends four megabytes for nothing. */
async function permitOf(
  { rooms, request, client, rates }: Call,
  query: { token?: string; key?: string },
): Promise<Permit> {
  if (query.token !== undefined) {
    const permit = await rooms.snapshots.checkLink(query.token, query.key ?? '');
    if (request.headers.get('origin') === permit.origin) return permit;
    throw refused('This snapshot link is for a page on another origin');
  }
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const use = { address: client.address, onRate: (rate: NamedRate) => rates.push(rate) };
  const key = bearer && bearer.length <= LIMITS.tokenChars ? await rooms.accounts.useKey(bearer, use) : null;
  if (!key) throw refused('A snapshot needs a snapshot link or an admin API key');
  if (key.scope !== 'admin')
    throw new HeatError({ kind: 'forbidden', message: 'Taking a snapshot needs an admin API key' });
  return { projectNo: key.projectNo, device: null, origin: null };
}

function refused(message: string): HeatError {
  return new HeatError({ kind: 'unauthorized', code: 'bad_snapshot_link', message });
}
