// Who may send, decided before the body is looked at: address rate, key, origin, key rate; cheap tests first.

import { LIMITS } from '../contract/limits.ts';
import { addressPrefix } from '../lib/address-prefix.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { hash52 } from '../lib/hash.ts';
import { createTokenBuckets, type NamedRate, type TokenBuckets } from '../lib/token-bucket.ts';
import { type KnownProject, mayFrom, type ProjectKeys } from './project-keys.ts';
import { hostOf } from './refusals.ts';

/**
 * Answers for the secret of an API key; null when it is unknown, revoked, expired or used from an address that is not
 * allowed. `rate` is how full its own limit is, null when it has none. Throws `rate_limited` above that.
 */
export type UseApiKey = (
  secret: string,
  use: { address: string | null; onRate?: ((rate: NamedRate) => void) | undefined },
) => Promise<{
  projectNo: number;
  keyId: string;
  scope: 'read' | 'write' | 'admin';
  rate: NamedRate | null;
} | null>;

/** Requests per second; 0 means no limit. */
export type IngestRates = { perKeyPerSecond: number; perAddressPerSecond: number };

export type Credential = { writeKey: string } | { apiKey: string };
/** `keyId` goes with the events, so that what a leaked key let in can be found. */
export type Admission = { project: KnownProject; keyId: string; isApiKey: boolean };

/** Where a request comes from, and who wants to know how full the buckets are that it takes from. */
export type From = { origin: string | null; onRate?: ((rate: NamedRate) => void) | undefined };

export type Address = { address: string | null };
type Checked = Omit<Admission, 'isApiKey'> & { mayWrite: boolean; hasEnded: boolean; rate: NamedRate | null };

export type Admitter = {
  /** The same for an API key that was checked before: origin and rate. */
  admitSender: (sender: { projectNo: number; keyId: string }, from: From) => Promise<KnownProject>;
  /** Throws `rate_limited` when the address sends too much. */
  admitAddress: (address: string | null, onRate?: From['onRate']) => void;
  /** Throws `unauthorized`, `forbidden` (origin, scope) or `rate_limited`; `onProject` hears whose key it is before that. */
  admitKey: (
    credential: Credential | null,
    from: From & Address,
    onProject?: (project: KnownProject) => void,
  ) => Promise<Admission>;
};

/** What write keys are called in the journal; they have no id of their own. */
const WRITE_KEY_ID = 'w';
const API_KEY_START = 'heat_';
const COPY_SNIPPET = "copy today's snippet from the project's settings";
const UNKNOWN_KEY = `the write key is unknown or was replaced; ${COPY_SNIPPET}`;
const REPLACED_KEY = `the write key was replaced and has ended; ${COPY_SNIPPET}`;

export function createAdmitter(deps: {
  keys: ProjectKeys;
  useApiKey: UseApiKey;
  clock: Clock;
  rates: IngestRates;
}): Admitter {
  const { keys, useApiKey, clock, rates } = deps;
  const table = { entries: LIMITS.limiterEntries, monotonicMs: clock.monotonicMs };
  const perAddress = createTokenBuckets({ ...table, perSecond: rates.perAddressPerSecond });
  const perKey = createTokenBuckets({ ...table, perSecond: rates.perKeyPerSecond });
  const takeFrom = (
    buckets: TokenBuckets,
    key: number | string,
    { name, onRate }: Pick<NamedRate, 'name'> & Pick<From, 'onRate'>,
  ) => {
    const waitMs = buckets.take(key);
    const state = onRate && buckets.stateOf(key);
    if (state) onRate?.({ name, ...state });
    refuseFor(waitMs, `this ${name}`);
  };

  const admitApiKey = async (secret: string, from: From & Address): Promise<Checked> => {
    const key = await useApiKey(secret, from);
    const project = key && (await keys.byNo(key.projectNo));
    if (!key || !project) throw unauthorized('unknown_key', 'the API key is unknown, revoked or expired');
    return { project, keyId: key.keyId, mayWrite: key.scope !== 'read', hasEnded: false, rate: key.rate };
  };
  const admitWriteKey = async (writeKey: string): Promise<Checked> => {
    const known = await keys.byWriteKey(writeKey);
    if (!known) throw unauthorized('unknown_key', UNKNOWN_KEY);
    return { ...known, keyId: WRITE_KEY_ID, mayWrite: true, rate: null };
  };

  return {
    admitAddress(address, onRate) {
      if (rates.perAddressPerSecond > 0) {
        takeFrom(perAddress, hash52(addressPrefix(address ?? '')), { name: 'address', onRate });
      }
    },
    async admitKey(credential, from, onProject) {
      const { origin, onRate } = from;
      if (credential === null) {
        throw unauthorized(
          'missing_key',
          'it names no write key (x-project-key, ?key= or "key" in the body)',
        );
      }
      const isApiKey = 'apiKey' in credential;
      const { project, keyId, mayWrite, hasEnded, rate } = isApiKey
        ? await admitApiKey(credential.apiKey, from)
        : await admitWriteKey(credential.writeKey);
      onProject?.(project);
      if (!mayWrite) throw forbidden('wrong_scope', 'the API key may only read');
      // Servers send no origin; they prove themselves with an API key. Pages always do.
      if (!(isApiKey && origin === null) && !mayFrom(project, origin)) {
        throw forbidden('wrong_origin', wrongOrigin(project.id, origin));
      }
      // Told of the project's own pages alone: it is these that lose what they measure.
      if (hasEnded) throw unauthorized('replaced_key', REPLACED_KEY);
      const bucket = isApiKey ? keyId : project.no;
      if (rate) onRate?.(rate);
      else takeFrom(perKey, bucket, { name: 'key', onRate });
      return { project, keyId, isApiKey };
    },
    async admitSender({ projectNo, keyId }, { origin, onRate }) {
      const project = await keys.byNo(projectNo);
      if (!project) throw unauthorized('unknown_key', 'the API key is unknown, revoked or expired');
      if (origin !== null && !mayFrom(project, origin)) {
        throw forbidden('wrong_origin', wrongOrigin(project.id, origin));
      }
      takeFrom(perKey, keyId, { name: 'key', onRate });
      return project;
    },
  };
}

/** The credential of the request's headers and address, null when the body has to name it. */
export function credentialOf(request: {
  bearer: string | null;
  headerKey: string | null;
  queryKey: string | null;
}): Credential | null {
  // Other bearers are the site's own: trackers that are told a sign-in token send it along.
  if (request.bearer?.startsWith(API_KEY_START)) return { apiKey: request.bearer };
  const writeKey = request.headerKey || request.queryKey;
  return writeKey ? { writeKey } : null;
}

/** A bearer that is no API key: the site's own. */
export function tokenOf(bearer: string | null): string | null {
  return bearer === null || bearer.startsWith(API_KEY_START) ? null : bearer;
}

function refuseFor(waitMs: number, whose: string): void {
  if (waitMs <= 0) return;
  throw new HeatError({
    kind: 'rate_limited',
    message: `Cannot accept the batch: ${whose} sends too many requests`,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

/** Names the origin only when it is one: nothing else of a request is repeated. */
function wrongOrigin(projectId: string, origin: string | null): string {
  const url = hostOf(origin) === null || origin === null ? null : URL.parse(origin);
  const where = `allow it in the settings of project "${projectId}"`;
  return url
    ? `${url.origin} is not an allowed origin; ${where}`
    : `the request names no web origin that could be on the list of project "${projectId}"; see its settings`;
}

function unauthorized(code: string, reason: string): HeatError {
  return new HeatError({ kind: 'unauthorized', code, message: `Cannot accept the batch: ${reason}` });
}

function forbidden(code: string, reason: string): HeatError {
  return new HeatError({ kind: 'forbidden', code, message: `Cannot accept the batch: ${reason}` });
}
