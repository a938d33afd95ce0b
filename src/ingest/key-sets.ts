// Public keys of a site's own sign-in, from an address or given as they are. Fetched when they are first needed, again
// after some minutes, and when a token names a key that is not among them, but never more often than a cooldown allows.

import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { isKeySetAddress, readKeySet, refusedKeySet } from '../lib/key-set.ts';
import type { Log } from '../lib/log.ts';
import { askOutside, type Outgoing, type OutgoingRules, readOutgoingUrl, reasonOf } from '../lib/outgoing.ts';

export type KeySets = {
  /**
   * Finds the key of a token's header. Rejects with jose's errors for a key that is not there, and with `unavailable`
   * (keys_unavailable) when the keys cannot be had. `onWait` is called before it waits for them; those who waited go on
   * one in each turn of the event loop.
   */
  keysOf: (jwks: string, onWait?: () => void) => JWTVerifyGetKey;
  /** Sets held now. */
  size: () => number;
};

type Held = {
  keys: JWTVerifyGetKey | null;
  fetchedAtMs: number;
  /** When fetching was last begun, whatever came of it. */
  triedAtMs: number;
  fetching: Promise<void> | null;
  /** The turn of whoever waited last. */
  turn: Promise<unknown>;
};

export function createKeySets({
  clock,
  rules,
  log,
}: {
  clock: Pick<Clock, 'monotonicMs'>;
  rules: OutgoingRules;
  log: Log | undefined;
}): KeySets {
  const held = new Map<string, Held>();

  const heldOf = (jwks: string): Held => {
    const known = held.get(jwks);
    held.delete(jwks);
    if (held.size >= LIMITS.keySets) held.delete(held.keys().next().value!);
    const never = Number.NEGATIVE_INFINITY;
    const set = known ?? {
      keys: null,
      fetchedAtMs: never,
      triedAtMs: never,
      fetching: null,
      turn: Promise.resolve(),
    };
    held.set(jwks, set);
    return set;
  };

  const fetchInto = async (set: Held, address: string): Promise<void> => {
    set.triedAtMs = clock.monotonicMs();
    try {
      set.keys = createLocalJWKSet(await fetchKeySet(address, rules));
      set.fetchedAtMs = clock.monotonicMs();
    } catch (error) {
      log?.warn(`Cannot fetch the keys of an issuer: ${reasonOf(error)}`, { host: URL.parse(address)?.host });
    }
  };
  /** All who wait for the same keys wait for one fetch. */
  const renew = (set: Held, address: string): Promise<void> => {
    set.fetching ??= fetchInto(set, address).finally(() => {
      set.fetching = null;
    });
    return set.fetching;
  };
  const waitFor = async (set: Held, address: string, onWait: () => void): Promise<void> => {
    onWait();
    await renew(set, address);
    set.turn = set.turn.then(() => new Promise(setImmediate));
    await set.turn;
  };
  const mayTry = (set: Held) => clock.monotonicMs() - set.triedAtMs >= LIMITS.keySetCooldownMs;

  const fromAddress =
    (address: string, onWait: () => void): JWTVerifyGetKey =>
    async (header, token) => {
      const set = heldOf(address);
      const ageMs = clock.monotonicMs() - set.fetchedAtMs;
      if (ageMs >= LIMITS.keySetMs && (mayTry(set) || set.fetching)) await waitFor(set, address, onWait);
      // Keys of an issuer that cannot be reached now stay good for a day, so that its trouble is not the site's.
      if (!set.keys || clock.monotonicMs() - set.fetchedAtMs > LIMITS.keySetStaleMs) throw unavailable();
      try {
        return await set.keys(header, token);
      } catch (error) {
        if (!isNoMatch(error) || !(mayTry(set) || set.fetching)) throw error;
        await waitFor(set, address, onWait);
        return set.keys(header, token);
      }
    };

  return {
    keysOf(jwks, onWait = () => {}) {
      if (isKeySetAddress(jwks)) return fromAddress(jwks, onWait);
      const set = heldOf(jwks);
      set.keys ??= createLocalJWKSet(readKeySet(jwks) as JSONWebKeySet);
      return set.keys;
    },
    size: () => held.size,
  };
}

async function fetchKeySet(address: string, rules: OutgoingRules): Promise<JSONWebKeySet> {
  const url = readOutgoingUrl(address, { ...rules, mostChars: LIMITS.pathChars, refuse: refusedKeySet });
  const request: Outgoing = {
    ...{ method: 'GET' as const, headers: { accept: 'application/json' } },
    ...{ timeoutMs: LIMITS.keySetFetchMs, mostBytes: LIMITS.keySetBytes },
  };
  const { status, text } = await askOutside(url, request, rules);
  if (status !== 200) throw new Error(`it answered ${status}`);
  return readKeySet(text) as JSONWebKeySet;
}

const isNoMatch = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'ERR_JWKS_NO_MATCHING_KEY';

function unavailable(): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'keys_unavailable',
    message: 'Cannot accept the batch now: the public keys of its token cannot be had',
    retryAfterSeconds: LIMITS.keySetCooldownMs / 1000,
  });
}
