// What the doors that every page of the web may knock at have in common: their CORS headers (any origin may send, none
// may send credentials), and the facts of a request by which the ingest room lets it in.

import { LIMITS } from '../contract/limits.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { HeaderLine } from './answer.ts';
import { type Call, type RouteDeclaration, route } from './route.ts';

const ALLOW_HEADERS = 'content-type, x-project-key, authorization, content-encoding';

const OF_ANY_ORIGIN: readonly HeaderLine[] = [
  ['access-control-expose-headers', 'retry-after, ratelimit, ratelimit-policy, x-request-id, x-heat-part'],
  ['cross-origin-resource-policy', 'cross-origin'],
  ['vary', 'origin'],
];

/** On refusals too: a tracker must be able to read a 4xx and its Retry-After. */
export function corsHeaders(request: Request): HeaderLine[] {
  return [['access-control-allow-origin', request.headers.get('origin') ?? '*'], ...OF_ANY_ORIGIN];
}

/** Answers the question that browsers ask before they send with headers. */
export function preflight(path: string, tag: string): RouteDeclaration {
  return route({
    method: 'OPTIONS',
    path,
    access: 'public',
    tag,
    summary: 'Preflight: pages of any origin may send',
    status: 204,
    isLimited: false,
    headersFor: (request) => [
      ...corsHeaders(request),
      ['access-control-allow-methods', 'POST, OPTIONS'],
      ['access-control-allow-headers', ALLOW_HEADERS],
      ['access-control-max-age', String(LIMITS.preflightSeconds)],
    ],
    handle: () => undefined,
  });
}

/** Who sends, as headers and address say. */
export function senderOf({ request, client, rates }: Pick<Call, 'request' | 'client' | 'rates'>) {
  const { headers } = request;
  return {
    headerKey: headers.get('x-project-key'),
    queryKey: queryKeyOf(request.url),
    bearer: bearerOf(headers.get('authorization')),
    origin: headers.get('origin'),
    referer: headers.get('referer'),
    address: client.address,
    onRate: (rate: NamedRate) => rates.push(rate),
  };
}

function queryKeyOf(url: string): string | null {
  const mark = url.indexOf('?');
  if (mark < 0 || url.length - mark > LIMITS.queryChars) return null;
  return new URLSearchParams(url.slice(mark + 1)).get('key');
}

function bearerOf(header: string | null): string | null {
  // One character too many is enough to be refused for its length.
  const start = header?.slice(0, LIMITS.tokenChars + 'Bearer '.length + 1) ?? '';
  return /^bearer +(\S+)$/i.exec(start)?.[1] ?? null;
}
