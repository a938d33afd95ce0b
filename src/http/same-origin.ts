// Protection of cookie-authenticated writes: the request must come from our own pages and say so by a header that
// no form or foreign script can add without asking first.

import { HeatError } from '../lib/errors.ts';

/** Header that the dashboard sends with every write. */
const OWN_HEADER = 'x-heat';

/** Throws `forbidden` (cross_site) unless the write comes from heat's own dashboard. */
export function refuseCrossSite(request: Request, publicUrl: string | null): void {
  if (request.headers.get(OWN_HEADER) === '1' && isFromOwnOrigin(request, publicUrl)) return;
  throw new HeatError({
    kind: 'forbidden',
    code: 'cross_site',
    message: `Cannot write with a cookie from another site: requests need the header ${OWN_HEADER}: 1 and heat's own origin`,
  });
}

/**
 * Throws `forbidden` (cross_site) for a WebSocket that a page of another origin opens: browsers ask nobody before.
 * What is no browser sends no origin and brings a credential of its own.
 */
export function refuseForeignSocket(request: Request, publicUrl: string | null): void {
  if (request.headers.get('origin') === null || isFromOwnOrigin(request, publicUrl)) return;
  throw new HeatError({
    kind: 'forbidden',
    code: 'cross_site',
    message: "Cannot open a live connection from another site: it needs heat's own origin",
  });
}

function isFromOwnOrigin(request: Request, publicUrl: string | null): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  if (origin === null) return false;
  if (origin === publicUrl) return true;
  const host = request.headers.get('host');
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
}
