// The visitor's country, as a proxy that heat trusts says it.

import type { Call } from './route.ts';

/** Two letters, or null: no header is configured, nobody trusted sent it, or it names no country. */
export function countryOf({
  client,
  request,
  server,
}: Pick<Call, 'client' | 'request' | 'server'>): string | null {
  const { countryHeader } = server.config;
  if (countryHeader === null || !client.isProxied) return null;
  const country = request.headers.get(countryHeader)?.trim().toUpperCase();
  return country && /^[A-Z]{2}$/.test(country) && country !== 'XX' && country !== 'T1' ? country : null;
}
