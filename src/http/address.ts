// Parts of a request's address that must be had from any request: a Host header that is no host makes the whole
// address unreadable for URL.

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
const HOST = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9._-]{0,252}[a-z0-9_])?)(?::\d{1,5})?$/i;

/** The path as it was sent, without query; `/` when there is none. */
export function pathOf(url: string): string {
  const rest = url.replace(AUTHORITY, '');
  const end = rest.search(/[?#]/);
  const path = end < 0 ? rest : rest.slice(0, end);
  return path === '' ? '/' : path;
}

/** The Host header when it is a name or an address with an optional port, else null. */
export function hostOf(request: Request): string | null {
  const host = request.headers.get('host')?.toLowerCase() ?? '';
  return HOST.test(host) ? host : null;
}
