// Every answer leaves through here: JSON bodies, the request's id, and the headers that protect a browser.

import { LIMITS } from '../contract/limits.ts';

export type HeaderLine = readonly [name: string, value: string];

/** Headers of every answer. What may be framed, cached or read by other origins is widened route by route. */
const ALWAYS: [name: string, value: string][] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];
/** For this host alone: what else runs on its neighbours is not ours to decide. */
const ONLY_HTTPS = `max-age=${LIMITS.httpsOnlySeconds}`;

/** What every JSON answer begins with: copied at once, which costs a third of setting one after the other. */
const OF_JSON = new Headers([['content-type', 'application/json; charset=utf-8'], ...ALWAYS]);

/** JSON answer with the headers of every answer; `finish` adds those of this one. */
export function jsonAnswer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: OF_JSON });
}

/**
 * Adds the request's id and the protecting headers to an answer that is about to leave; a header that the route has
 * set stays. `extra` comes last and wins. Browsers that reach heat over https are told to
 * come by https only, but not by what pages of other origins load.
 */
export function finish(
  answer: Response,
  { requestId, isHttps, extra }: { requestId: string; isHttps: boolean; extra?: readonly HeaderLine[] },
): Response {
  const { headers } = answer;
  headers.set('x-request-id', requestId);
  for (const [name, value] of ALWAYS) {
    if (!headers.has(name)) headers.set(name, value);
  }
  for (const [name, value] of extra ?? []) {
    if (name === 'set-cookie') headers.append(name, value);
    else headers.set(name, value);
  }
  // What pages of any site load is served under names of theirs too, by a proxy: there it would speak for their host.
  if (isHttps && headers.get('cross-origin-resource-policy') !== 'cross-origin') {
    headers.set('strict-transport-security', ONLY_HTTPS);
  }
  return answer;
}
