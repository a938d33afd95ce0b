// How many requests an address, an account and an API key may send to the API, and the headers in which every answer
// says so: RateLimit-Policy and RateLimit of draft-ietf-httpapi-ratelimit-headers-10. The doors for events have limits of
// their own (ingest/admit.ts) and say them in the same headers.

import { LIMITS } from '../contract/limits.ts';
import { addressPrefix } from '../lib/address-prefix.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { hash52 } from '../lib/hash.ts';
import { createTokenBuckets, type NamedRate, type TokenBuckets } from '../lib/token-bucket.ts';
import type { Caller } from './caller.ts';

/** Requests per second; 0 means no limit. */
export type ApiRates = { apiPerAddress: number; apiPerAccount: number; apiPerKey: number };

export type RateLimits = {
  /** Before the credential is looked at, so that wrong ones count. `told` gets the state. Throws `rate_limited`. */
  admitAddress: (address: string | null, told: NamedRate[]) => void;
  /** The caller's account or API key, over all of his addresses; a key with a limit of its own was asked before. Throws `rate_limited`. */
  admitCaller: (caller: Caller, told: NamedRate[]) => void;
};

export function createRateLimits(rates: ApiRates, clock: Pick<Clock, 'monotonicMs'>): RateLimits {
  const bucketsOf = (perSecond: number): TokenBuckets =>
    createTokenBuckets({
      perSecond,
      burst: perSecond * LIMITS.apiBurstSeconds,
      entries: LIMITS.limiterEntries,
      monotonicMs: clock.monotonicMs,
    });
  const perAddress = bucketsOf(rates.apiPerAddress);
  const perAccount = bucketsOf(rates.apiPerAccount);
  const perKey = bucketsOf(rates.apiPerKey);

  return {
    admitAddress(address, told) {
      if (rates.apiPerAddress <= 0) return;
      take(perAddress, { name: 'address', key: hash52(addressPrefix(address ?? '')) }, told);
    },
    admitCaller({ identity, rate }, told) {
      if (identity.kind === 'user') take(perAccount, { name: 'account', key: identity.user.id }, told);
      else if (rate) told.push(rate);
      else take(perKey, { name: 'key', key: identity.keyId }, told);
    },
  };
}

function take(
  buckets: TokenBuckets,
  { name, key }: { name: NamedRate['name']; key: number | string },
  told: NamedRate[],
): void {
  const waitMs = buckets.take(key);
  const state = buckets.stateOf(key);
  if (state) told.push({ name, ...state });
  if (waitMs <= 0) return;
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new HeatError({
    kind: 'rate_limited',
    message: `Too many requests of this ${name}: try again in ${seconds} s`,
    retryAfterSeconds: seconds,
  });
}

/** The two headers; none when nothing limits the request. */
export function rateHeaders(rates: readonly NamedRate[]): [name: string, value: string][] {
  if (rates.length === 0) return [];
  const list = (item: (rate: NamedRate) => string) => rates.map(item).join(', ');
  return [
    ['ratelimit-policy', list(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)],
    ['ratelimit', list(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`)],
  ];
}
