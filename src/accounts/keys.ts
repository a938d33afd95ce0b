// API keys of projects: made, listed, changed, revoked, and checked on every request that brings one.

import { KEY_SCOPES, type KeyCreated, type KeyScope, type KeyUsage, type KeyView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { type AddressSet, readAddressSet } from '../lib/address-set.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { overlapMs } from '../lib/key-overlap.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import type { KeyRow } from '../storage/port-keys.ts';
import { createCatalogCache } from './catalog-cache.ts';
import { checkName } from './credentials.ts';
import { keyIdOf, makeKey, matchesHash } from './key-format.ts';
import { checkAddresses, checkExpiry, checkPerMinute } from './key-rules.ts';
import { createKeyUses } from './key-uses.ts';

export type CheckedKey = { keyId: string; projectNo: number; scope: KeyScope };
/** `rate` is how full the key's own limit is; null when it has none. */
export type UsedKey = CheckedKey & { rate: NamedRate | null };
/** Where a key is used from, and who is told of its limit when it is used up. */
export type KeyUse = { address: string | null; onRate?: ((rate: NamedRate) => void) | undefined };
export type KeyChange = {
  name?: string | undefined;
  addresses?: readonly string[] | undefined;
  perMinute?: number | null | undefined;
  expiresAtMs?: number | null | undefined;
};
export type KeyRequest = KeyChange & { projectNo: number; name: string; scope: KeyScope };

export type Keys = {
  /** Whose key it is; null when unknown, revoked, expired, or used from an address that is not allowed. Counts nothing. */
  checkKey(secret: string, address: string | null): Promise<CheckedKey | null>;
  /** The same for a request: counts it, notes the use, and throws `rate_limited` above the key's own limit. */
  useKey(secret: string, use: KeyUse): Promise<UsedKey | null>;
  /** All keys of a project, revoked ones too, oldest first. */
  listKeys(projectNo: number): Promise<KeyView[]>;
  /** Requests by key and day of UTC, of the last `days` days, at most LIMITS.keyUsageDays. */
  listKeyUsage(projectNo: number, days: number): Promise<KeyUsage[]>;
  /** Notes what was counted; to be called now and then, and in the end. */
  noteKeyUsage(): Promise<void>;
  /** The secret is in this answer and nowhere else. Throws `invalid`, or `conflict` at LIMITS.keysPerProject live ones. */
  createKey(request: KeyRequest, actor: string): Promise<KeyCreated>;
  /** Changes what is given, from the next request on. Throws `invalid`, `not_found`. */
  updateKey(key: { projectNo: number; keyId: string }, change: KeyChange, actor: string): Promise<KeyView>;
  /**
   * A new secret with everything that the key was made with. The old one works for `overlapHours` more
   * (0…LIMITS.oldKeyHours), never beyond its own end, else it is refused from the next request on. Throws `invalid`,
   * `not_found`, `conflict` for a key that has ended, or at LIMITS.keysPerProject live ones.
   */
  rotateKey(
    key: { projectNo: number; keyId: string },
    overlapHours: number,
    actor: string,
  ): Promise<KeyCreated>;
  /** Refused from the next request on. Throws `not_found` for a key that is not the project's. */
  revokeKey(key: { projectNo: number; keyId: string }, actor: string): Promise<void>;
  /**
   * The same, and no longer listed: for keys that heat makes for one piece of work. What it was `for` stays in the log
   * of administrative acts. Throws `not_found`.
   */
  removeKey(key: { projectNo: number; keyId: string; for: string }, actor: string): Promise<void>;
};

export function createKeys(deps: { catalog: Catalog; clock: Clock }): Keys {
  const { catalog, clock } = deps;
  const findCached = createCatalogCache(catalog, (id) => catalog.findKey(id));
  const uses = createKeyUses(deps);

  const refuseTooMany = async (projectNo: number) => {
    const nowMs = clock.nowMs();
    const live = (await catalog.listKeys(projectNo)).filter((key) => isLive(key, nowMs));
    if (live.length >= LIMITS.keysPerProject) throw tooManyKeys();
  };

  /** The key of a secret, and whether it opens anything from there now. */
  const find = async (secret: string, address: string | null) => {
    const id = keyIdOf(secret);
    const key = id === null ? null : await findCached(id);
    if (!key || !matchesHash(secret, key.hash)) return null;
    return { key, isGood: isLive(key, clock.nowMs()) && isAllowed(key, address) };
  };

  return {
    async checkKey(secret, address) {
      const found = await find(secret, address);
      return found?.isGood ? checkedKey(found.key) : null;
    },
    async useKey(secret, { address, onRate }) {
      const found = await find(secret, address);
      if (!found) return null;
      const { key, isGood } = found;
      let isRefused = true;
      try {
        const rate = isGood ? uses.take(key, onRate) : null;
        isRefused = !isGood;
        if (!isGood) return null;
        await touch(deps, key);
        return { ...checkedKey(key), rate };
      } finally {
        uses.count(key.id, isRefused);
      }
    },
    async listKeys(projectNo) {
      return (await catalog.listKeys(projectNo)).map(keyView);
    },
    async listKeyUsage(projectNo, days) {
      const rows = await uses.usage(projectNo, Math.min(days, LIMITS.keyUsageDays));
      return rows.map(({ day, ...row }) => ({ ...row, day: dayOf(day) }));
    },
    noteKeyUsage: uses.note,
    async createKey(request, actor) {
      const nowMs = clock.nowMs();
      const { projectNo, scope } = request;
      if (!KEY_SCOPES.includes(scope)) throw unknownScope();
      const name = checkName(request.name);
      const expiresAtMs = checkExpiry(request.expiresAtMs ?? null, nowMs);
      const addresses = checkAddresses(request.addresses ?? []);
      const perMinute = checkPerMinute(request.perMinute ?? null);
      await refuseTooMany(projectNo);
      const made = await insert(deps, { projectNo, name, scope, addresses, perMinute, expiresAtMs });
      await record(deps, { actor, action: 'key.create', target: `key:${made.key.id}`, details: scope });
      return made;
    },
    async rotateKey({ projectNo, keyId }, overlapHours, actor) {
      const nowMs = clock.nowMs();
      const oldMs = overlapMs(overlapHours, 'Cannot make or change the key: a replaced one works');
      const old = await catalog.updateKey(projectNo, keyId, {});
      if (!isLive(old, nowMs)) throw endedKey();
      if (oldMs > 0) await refuseTooMany(projectNo);
      const made = await insert(deps, old);
      const untilMs = Math.min(nowMs + oldMs, old.expiresAtMs ?? Number.POSITIVE_INFINITY);
      if (oldMs > 0) await catalog.updateKey(projectNo, keyId, { expiresAtMs: untilMs });
      else await catalog.revokeKey(projectNo, keyId, nowMs);
      const details = `replaced by key:${made.key.id}${overlapHours > 0 ? `, works for ${overlapHours} h` : ''}`;
      await record(deps, { actor, action: 'key.rotate', target: `key:${keyId}`, details });
      return made;
    },
    async updateKey({ projectNo, keyId }, { name, addresses, perMinute, expiresAtMs }, actor) {
      const changed = await catalog.updateKey(projectNo, keyId, {
        ...(name === undefined ? {} : { name: checkName(name) }),
        ...(addresses === undefined ? {} : { addresses: checkAddresses(addresses) }),
        ...(perMinute === undefined ? {} : { perMinute: checkPerMinute(perMinute) }),
        ...(expiresAtMs === undefined ? {} : { expiresAtMs: checkExpiry(expiresAtMs, clock.nowMs()) }),
      });
      await record(deps, { actor, action: 'key.update', target: `key:${keyId}`, details: null });
      return keyView(changed);
    },
    async revokeKey({ projectNo, keyId }, actor) {
      await catalog.revokeKey(projectNo, keyId, clock.nowMs());
      await record(deps, { actor, action: 'key.revoke', target: `key:${keyId}`, details: null });
    },
    async removeKey({ projectNo, keyId, for: details }, actor) {
      await catalog.removeKey(projectNo, keyId);
      await record(deps, { actor, action: 'key.remove', target: `key:${keyId}`, details });
    },
  };
}

/** Makes a key of checked facts. */
async function insert(
  { catalog, clock }: { catalog: Catalog; clock: Clock },
  facts: Pick<KeyRow, 'projectNo' | 'name' | 'scope' | 'addresses' | 'perMinute' | 'expiresAtMs'>,
): Promise<KeyCreated> {
  const { projectNo, name, scope, addresses, perMinute, expiresAtMs } = facts;
  const { secret, id, hash, prefix } = makeKey(scope);
  const dates = { createdAtMs: clock.nowMs(), expiresAtMs, lastUsedAtMs: null, revokedAtMs: null };
  const row: KeyRow = { id, projectNo, name, scope, hash, prefix, addresses, perMinute, ...dates };
  await catalog.createKey(row);
  return { key: keyView(row), secret };
}

const checkedKey = ({ id: keyId, projectNo, scope }: KeyRow): CheckedKey => ({ keyId, projectNo, scope });

function isLive(key: KeyRow, nowMs: number): boolean {
  return key.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs);
}

/** Read once for each row, which lives until the catalog changes. */
const SETS = new WeakMap<KeyRow, AddressSet>();

function isAllowed(key: KeyRow, address: string | null): boolean {
  if (key.addresses.length === 0) return true;
  let set = SETS.get(key);
  if (!set) {
    const read = readAddressSet(key.addresses);
    // What cannot be read any more allows nobody.
    set = 'set' in read ? read.set : { size: 0, has: () => false };
    SETS.set(key, set);
  }
  return address !== null && set.has(address);
}

/** A full disk must not stop a reader from reading. */
async function touch({ catalog, clock }: { catalog: Catalog; clock: Clock }, key: KeyRow): Promise<void> {
  const nowMs = clock.nowMs();
  const sinceMs = Math.abs(nowMs - (key.lastUsedAtMs ?? Number.NEGATIVE_INFINITY));
  if (sinceMs < LIMITS.keyTouchMs) return;
  try {
    await catalog.touchKey(key.id, nowMs);
  } catch (error) {
    if (!(error instanceof HeatError && error.kind === 'unavailable')) throw error;
  }
}

function record(
  { catalog, clock }: { catalog: Catalog; clock: Clock },
  act: { actor: string; action: string; target: string; details: string | null },
): Promise<void> {
  return catalog.recordAudit({ atMs: clock.nowMs(), ...act });
}

function keyView({ hash: _, projectNo: __, ...shown }: KeyRow): KeyView {
  return shown;
}

/** A day of UTC, counted since 1970, as `2026-11-21`. */
function dayOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function unknownScope(): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'unknown_scope',
    message: `Cannot create the key: its scope is one of ${KEY_SCOPES.join(', ')}`,
    details: { allowed: KEY_SCOPES },
  });
}

function endedKey(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'key_ended',
    message: 'Cannot replace the key: it was revoked or has expired',
    hint: 'Make a new one.',
  });
}

function tooManyKeys(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_keys',
    message: `Cannot create the key: the project has ${LIMITS.keysPerProject} live ones already`,
    hint: 'Revoke one that nobody uses.',
  });
}
