// The visitor's country: as a proxy that heat trusts says it, else as the IP database has it for his address.

import type { Config } from '../config/config.ts';
import type { Clock } from '../lib/clock.ts';
import { countryCode } from '../lib/country-code.ts';
import { type IpDatabase, isOldIpDatabase, openIpDatabase } from '../lib/ip-database.ts';
import type { Log } from '../lib/log.ts';
import type { Call } from './route.ts';

/** Cloudflare's word for Tor: where such a request leaves that network says nothing of who sent it. */
const TOR = 'T1';

/**
 * Two letters, or null. The proxy goes first, as somebody named it to be asked, and it saw the connection; where it names
 * no country (`XX`, or no header), the database is asked. The address goes no further.
 */
export function countryOf(call: Pick<Call, 'client' | 'request' | 'server'>): string | null {
  const told = countryTold(call);
  if (told === TOR) return null;
  return countryCode(told) ?? call.server.ipDatabase?.countryOf(call.client.address) ?? null;
}

/** What the proxy's header says; null when no header is configured, or nobody trusted sent it. */
export function countryTold({ client, request, server }: Pick<Call, 'client' | 'request' | 'server'>) {
  const { countryHeader } = server.config;
  if (countryHeader === null || !client.isProxied) return null;
  return request.headers.get(countryHeader)?.trim().toUpperCase() ?? null;
}

/** The database of the settings, null when they name none; an old one is logged. Throws as openIpDatabase() does. */
export function givenIpDatabase(
  { ipDatabase: path }: Pick<Config, 'ipDatabase'>,
  { clock, log }: { clock: Clock; log: Log },
): IpDatabase | null {
  if (path === null) return null;
  const database = openIpDatabase(path);
  const { kind, builtAtMs } = database.about;
  if (isOldIpDatabase(database.about, clock.nowMs()))
    log.warn('The IP database is old: take its newest edition', {
      kind,
      builtAt: new Date(builtAtMs).toISOString(),
    });
  return database;
}
