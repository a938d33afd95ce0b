// Imports: lines of a file, which say themselves when they happened and who they are of. The body goes to the ingest room
// as it came.

import type { Identity } from '../../accounts/permission.ts';
import { LIMITS } from '../../contract/limits.ts';
import { readFlag } from '../../reports/parameters.ts';
import { refuseForms, refuseLength } from '../raw-body.ts';
import { route } from '../route.ts';
import { importAnswer, importBody, importOutcome, importQuery } from '../schema/import.ts';

const PATH = '/api/v1/projects/:id/import';

export const importRoutes = [
  route({
    method: 'GET',
    path: PATH,
    access: { project: 'admin' },
    tag: 'Events',
    summary:
      'What became of the events imported with this key, or by you, since heat started; applied ones alone',
    answer: importOutcome,
    handle: ({ rooms, project, caller }) =>
      rooms.applying.imported({ projectNo: project.no, keyId: keyIdOf(caller.identity) }),
  }),
  route({
    method: 'POST',
    path: PATH,
    access: { project: 'admin' },
    isLimited: false,
    tag: 'Events',
    summary: `Import 1 to ${LIMITS.batchEvents} events of any time and type; good ones are kept, the others named by their place`,
    query: importQuery,
    ownBody: importBody,
    answer: importAnswer,
    handle: async (call) => {
      const { request, project, requestId } = call;
      const { headers } = request;
      refuseForms(headers.get('content-type'));
      refuseLength(headers.get('content-length'));
      const isDryRun = readFlag(call.query.dryRun, 'dryRun');
      const imported = await call.rooms.ingest.importLines({
        projectNo: project.no,
        keyId: keyIdOf(call.caller.identity),
        body: new Uint8Array(await request.arrayBuffer()),
        contentEncoding: headers.get('content-encoding'),
        origin: null,
        address: call.client.address,
        onRate: (rate) => {
          if (!call.rates.some(({ name }) => name === rate.name)) call.rates.push(rate);
        },
        isDryRun,
      });
      return { ok: true as const, requestId, projectId: project.id, ...imported };
    },
  }),
];

/** What events bear of whoever handed them in. */
function keyIdOf(identity: Identity): string {
  return identity.kind === 'key' ? identity.keyId : identity.user.id;
}
