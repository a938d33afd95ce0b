// Every answer leaves through here: JSON bodies, the request's id, and the headers that protect a browser.

/** Headers of every answer. What may be framed, cached or read by other origins is widened route by route. */
const ALWAYS: readonly [name: string, value: string][] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];

/** JSON answer without the common headers; `finish` adds them. */
export function jsonAnswer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/**
 * Adds the request's id and the protecting headers to an answer that is about to leave; a header that the route has
 * set stays. `extra` comes last and wins.
 */
export function finish(answer: Response, requestId: string, extra?: Headers): Response {
  const { headers } = answer;
  headers.set('x-request-id', requestId);
  for (const [name, value] of ALWAYS) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (extra) {
    for (const [name, value] of extra) {
      if (name === 'set-cookie') headers.append(name, value);
      else headers.set(name, value);
    }
  }
  return answer;
}
