// What a running heat tells its operator of itself, and what it sees of a request that he sends through his proxies:
// the facts of `heat doctor` that no file holds.

import {
  type InstallationRefusal,
  type InstallationState,
  PROBE_HEADER,
  type SeenRequest,
} from '../../contract/installation.ts';
import { LIMITS } from '../../contract/limits.ts';
import { readAddressSet } from '../../lib/address-set.ts';
import { countryCode } from '../../lib/country-code.ts';
import { HeatError } from '../../lib/errors.ts';
import { unhandledRejections } from '../../lib/last-resort.ts';
import { memoryMostBytes, openFiles } from '../../lib/process-bounds.ts';
import { isPublicAddress } from '../../lib/public-address.ts';
import { sameSecret } from '../../lib/same-secret.ts';
import { version } from '../../lib/version.ts';
import { countryTold } from '../country.ts';
import { type Call, route } from '../route.ts';
import { installationState, seenRequest } from '../schema/installation.ts';

const tag = 'Operation';

export const installationRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/installation',
    access: 'operator',
    tag,
    summary: 'What the running process knows of itself: settings, bounds, refusals of the last 24 hours',
    answer: installationState,
    handle: readState,
  }),
  route({
    method: 'GET',
    path: '/health/seen',
    access: 'public',
    tag,
    summary: 'What heat sees of this very request; to whoever brings the probe of /api/v1/installation',
    answer: seenRequest,
    handle: (call) => {
      if (!sameSecret(call.request.headers.get(PROBE_HEADER) ?? '', call.server.probe)) throw nothingHere();
      return seenOf(call);
    },
  }),
];

async function readState(call: Call): Promise<InstallationState> {
  const { rooms, server } = call;
  const { publicUrl, host, trustProxy, countryHeader, durability } = server.config;
  const files = openFiles();
  return {
    version,
    nowMs: rooms.clock.nowMs(),
    startedAtMs: server.startedAtMs,
    probe: server.probe,
    publicUrl,
    host,
    trustsProxies: trustProxy.size > 0,
    countryHeader,
    ipDatabase: server.ipDatabase?.about ?? null,
    durability,
    memoryBytes: process.memoryUsage.rss(),
    memoryMostBytes: memoryMostBytes(),
    openFiles: files.open,
    openFilesMost: files.most,
    unhandledRejections: unhandledRejections(),
    recent: server.counters.recent.read(),
    refusals: (await refusalsFor(call)).slice(0, LIMITS.projects),
  };
}

/** Whoever comes with a key of one project hears nothing of the hosts of others. */
async function refusalsFor({ rooms, caller }: Call): Promise<InstallationRefusal[]> {
  const all = rooms.ingest.refusals.recent();
  if (caller?.identity.kind !== 'key') return all;
  const own = await rooms.projects.findByNo(caller.identity.projectNo);
  return all.filter(({ project }) => project === own?.id);
}

function seenOf(call: Call): SeenRequest {
  const { headers } = call.request;
  const { isProxied, isHttps, address } = call.client;
  const isForwarded = headers.has('x-forwarded-for');
  return {
    proxy: isProxied ? 'trusted' : isForwarded ? 'unheard' : 'none',
    isForwarded,
    from: placeOf(address),
    isHttps,
    hasCountry: call.server.config.countryHeader === null ? null : countryCode(countryTold(call)) !== null,
  };
}

const machine = setOf('loopback');
const near = setOf('private');

function placeOf(address: string | null): SeenRequest['from'] {
  if (address === null) return 'unknown';
  if (machine.has(address)) return 'machine';
  if (near.has(address)) return 'private';
  return isPublicAddress(address) ? 'public' : 'unknown';
}

function setOf(name: string) {
  const read = readAddressSet([name]);
  if ('bad' in read) throw new Error(`Not a range: ${read.bad}`);
  return read.set;
}

function nothingHere(): HeatError {
  return new HeatError({ kind: 'not_found', message: 'There is nothing at this address' });
}
