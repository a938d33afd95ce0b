// The door for events, open to every page of the web. It hands raw bytes and the request's facts to the ingest room
// and never reads the body itself. Its CORS headers are its own: any origin may send, none may send credentials.

import { LIMITS } from '../../contract/limits.ts';
import { refuseForms, refuseLength } from '../raw-body.ts';
import { type Call, route } from '../route.ts';
import { ingestAnswer } from '../schema/ingest.ts';

const ALLOW_HEADERS = 'content-type, x-project-key, authorization, content-encoding';

export const ingestRoutes = [
  route({
    method: 'POST',
    path: '/ingest',
    access: 'public',
    tag: 'Ingest',
    summary: 'Store a batch of events; answers once they are on disk',
    answer: ingestAnswer,
    headersFor: corsHeaders,
    handle: async (call) => {
      const { headers } = call.request;
      refuseForms(headers.get('content-type'));
      refuseLength(headers.get('content-length'));
      return call.rooms.ingest.handle({
        requestId: call.requestId,
        body: new Uint8Array(await call.request.arrayBuffer()),
        contentEncoding: headers.get('content-encoding'),
        headerKey: headers.get('x-project-key'),
        queryKey: queryKeyOf(call.request.url),
        bearer: bearerOf(headers.get('authorization')),
        origin: headers.get('origin'),
        referer: headers.get('referer'),
        userAgent: headers.get('user-agent'),
        acceptLanguage: headers.get('accept-language'),
        address: call.client.address,
        country: countryOf(call),
        optOut: headers.get('sec-gpc') === '1' || headers.get('dnt') === '1',
      });
    },
  }),
  route({
    method: 'OPTIONS',
    path: '/ingest',
    access: 'public',
    tag: 'Ingest',
    summary: 'Preflight: pages of any origin may send events',
    status: 204,
    headersFor: (request) => ({
      ...corsHeaders(request),
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': ALLOW_HEADERS,
      'access-control-max-age': String(LIMITS.preflightSeconds),
    }),
    handle: () => undefined,
  }),
];

/** On refusals too: a tracker must be able to read a 4xx and its Retry-After. */
function corsHeaders(request: Request): Record<string, string> {
  return {
    'access-control-allow-origin': request.headers.get('origin') ?? '*',
    'access-control-expose-headers': 'retry-after, x-request-id',
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'origin',
  };
}

function queryKeyOf(url: string): string | null {
  const mark = url.indexOf('?');
  if (mark < 0 || url.length - mark > LIMITS.queryChars) return null;
  return new URLSearchParams(url.slice(mark + 1)).get('key');
}

function bearerOf(header: string | null): string | null {
  if (header === null || header.length > LIMITS.tokenChars) return null;
  return /^bearer +(\S+)$/i.exec(header)?.[1] ?? null;
}

function countryOf({ client, request, server }: Call): string | null {
  const { countryHeader } = server.config;
  if (countryHeader === null || !client.isProxied) return null;
  const country = request.headers.get(countryHeader)?.trim().toUpperCase();
  return country && /^[A-Z]{2}$/.test(country) && country !== 'XX' && country !== 'T1' ? country : null;
}
