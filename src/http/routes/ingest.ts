// The door for events, open to every page of the web. It hands raw bytes and the request's facts to the ingest room
// and never reads the body itself. Its CORS headers are its own: any origin may send, none may send credentials.

import { countryOf } from '../country.ts';
import { corsHeaders, preflight, senderOf } from '../public-door.ts';
import { refuseForms, refuseLength } from '../raw-body.ts';
import { route } from '../route.ts';
import { ingestAnswer } from '../schema/ingest.ts';

export const ingestRoutes = [
  route({
    method: 'POST',
    path: '/ingest',
    access: 'public',
    tag: 'Ingest',
    summary: 'Store a batch of events; answers once they are on disk',
    answer: ingestAnswer,
    isLimited: false,
    headersFor: corsHeaders,
    handle: async (call) => {
      const { headers } = call.request;
      refuseForms(headers.get('content-type'));
      refuseLength(headers.get('content-length'));
      const answer = await call.rooms.ingest.handle({
        requestId: call.requestId,
        body: new Uint8Array(await call.request.arrayBuffer()),
        contentEncoding: headers.get('content-encoding'),
        ...senderOf(call),
        userAgent: headers.get('user-agent'),
        hints: {
          brands: headers.get('sec-ch-ua'),
          mobile: headers.get('sec-ch-ua-mobile'),
          platform: headers.get('sec-ch-ua-platform'),
        },
        acceptLanguage: headers.get('accept-language'),
        country: countryOf(call),
        optOut: headers.get('sec-gpc') === '1' || headers.get('dnt') === '1',
        isHeard: /^(cors|same-origin)$/.test(headers.get('sec-fetch-mode') ?? ''),
      });
      if (answer.part) call.answerHeaders.push(['x-heat-part', answer.part]);
      return answer;
    },
  }),
  preflight('/ingest', 'Ingest'),
];
