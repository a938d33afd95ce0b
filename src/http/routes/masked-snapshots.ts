// The door for masked snapshots of sampled visitors: their tracker asks whether one is wanted, then sends it. Admitted by
// the public write key; off unless the project has switched it on.

import { corsHeaders } from '../public-door.ts';
import { route } from '../route.ts';
import { maskedAnswer, maskedQuery, maskedWanted, maskedWantedQuery } from '../schema/snapshots.ts';

const tag = 'Snapshots';

export const maskedSnapshotRoutes = [
  route({
    method: 'GET',
    path: '/snapshots/wanted',
    access: 'public',
    tag,
    summary:
      'Whether a masked snapshot of this page would be kept: asked by the tracker of a sampled visitor',
    query: maskedWantedQuery,
    answer: maskedWanted,
    headersFor: corsHeaders,
    handle: async ({ rooms, request, query }) => {
      const { key, url, width } = query;
      const page = { url, width: Number(width) || 0 };
      return { wanted: await rooms.maskedSnapshots.isWanted(asksOf(request, key), page) };
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/masked',
    access: 'public',
    tag,
    summary: 'Store a masked snapshot, where the project has switched that on and none is there today',
    query: maskedQuery,
    answer: maskedAnswer,
    headersFor: corsHeaders,
    handle: async ({ rooms, request, query }) => {
      const announced = Number(request.headers.get('content-length') ?? 0);
      const read = async () => new Uint8Array(await request.arrayBuffer());
      return { stored: await rooms.maskedSnapshots.receive(asksOf(request, query.key), { announced, read }) };
    },
  }),
];

function asksOf({ headers }: Request, writeKey: string) {
  const optOut = headers.get('sec-gpc') === '1' || headers.get('dnt') === '1';
  return { writeKey, origin: headers.get('origin'), optOut };
}
