// The Events API: what servers tell, with an API key that may write. The body goes to the ingest room as it came.

import { LIMITS } from '../../contract/limits.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import type { Caller } from '../caller.ts';
import { refuseForms, refuseLength } from '../raw-body.ts';
import { type Call, route } from '../route.ts';
import { trackAnswer, trackBatchAnswer, trackBatchBody, trackBody } from '../schema/track.ts';

const tag = 'Events';

export const eventRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/events/track',
    access: { project: 'write' },
    isLimited: false,
    tag,
    summary: 'Store one event that a server tells; answers once it is on disk',
    ownBody: trackBody,
    answer: trackAnswer,
    handle: async (call) => {
      const { results, ignored } = await track(call, false);
      const [result] = results;
      if (!result?.ok) throw new Error('an accepted event has its result');
      const { eventId, sessionId } = result;
      const told = ignored ? { ignored } : {};
      return { ok: true, requestId: call.requestId, projectId: call.project.id, eventId, sessionId, ...told };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/events/track/batch',
    access: { project: 'write' },
    isLimited: false,
    tag,
    summary: `Store 1 to ${LIMITS.batchEvents} events; good ones are kept, the others named by their place`,
    ownBody: trackBatchBody,
    answer: trackBatchAnswer,
    handle: async (call) => {
      const tracked = await track(call, true);
      return { ok: true, requestId: call.requestId, projectId: call.project.id, ...tracked };
    },
  }),
];

async function track(call: Call & { project: ProjectRow; caller: Caller }, isBatch: boolean) {
  const { headers } = call.request;
  refuseForms(headers.get('content-type'));
  refuseLength(headers.get('content-length'));
  const { identity } = call.caller;
  return call.rooms.ingest.track({
    projectNo: call.project.no,
    keyId: identity.kind === 'key' ? identity.keyId : identity.user.id,
    body: new Uint8Array(await call.request.arrayBuffer()),
    contentEncoding: headers.get('content-encoding'),
    idempotencyKey: headers.get('idempotency-key'),
    origin: headers.get('origin'),
    address: call.client.address,
    onRate: (rate) => {
      // A key's own limit was told of before.
      if (!call.rates.some(({ name }) => name === rate.name)) call.rates.push(rate);
    },
    isBatch,
  });
}
