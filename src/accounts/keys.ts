// API keys of projects: made, listed, revoked, and checked on every request that brings one.

import { KEY_SCOPES, type KeyCreated, type KeyScope, type KeyView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, KeyRow } from '../storage/port-catalog.ts';
import { createCatalogCache } from './catalog-cache.ts';
import { checkName } from './credentials.ts';
import { keyIdOf, makeKey, matchesHash } from './key-format.ts';

export type CheckedKey = { keyId: string; projectNo: number; scope: KeyScope };
export type KeyRequest = { projectNo: number; name: string; scope: KeyScope; expiresAtMs?: number | null };

export type Keys = {
  /** Whose key it is; null when unknown, revoked or expired. Notes the use at most once a minute. */
  checkKey(secret: string): Promise<CheckedKey | null>;
  /** All keys of a project, revoked ones too, oldest first. */
  listKeys(projectNo: number): Promise<KeyView[]>;
  /** The secret is in this answer and nowhere else. Throws `invalid`, or `conflict` at LIMITS.keysPerProject live ones. */
  createKey(request: KeyRequest, actor: string): Promise<KeyCreated>;
  /** Refused from the next request on. Throws `not_found` for a key that is not the project's. */
  revokeKey(key: { projectNo: number; keyId: string }, actor: string): Promise<void>;
};

export function createKeys(deps: { catalog: Catalog; clock: Clock }): Keys {
  const { catalog, clock } = deps;
  const findCached = createCatalogCache(catalog, (id) => catalog.findKey(id));

  return {
    async checkKey(secret) {
      const id = keyIdOf(secret);
      const key = id === null ? null : await findCached(id);
      if (!key || !matchesHash(secret, key.hash) || !isLive(key, clock.nowMs())) return null;
      await touch(deps, key);
      return { keyId: key.id, projectNo: key.projectNo, scope: key.scope };
    },
    async listKeys(projectNo) {
      return (await catalog.listKeys(projectNo)).map(keyView);
    },
    async createKey(request, actor) {
      const nowMs = clock.nowMs();
      const { projectNo, scope } = request;
      if (!KEY_SCOPES.includes(scope)) throw unknownScope();
      const name = checkName(request.name);
      const expiresAtMs = checkExpiry(request.expiresAtMs ?? null, nowMs);
      const live = (await catalog.listKeys(projectNo)).filter((key) => isLive(key, nowMs));
      if (live.length >= LIMITS.keysPerProject) throw tooManyKeys();
      const { secret, id, hash, prefix } = makeKey(scope);
      const dates = { createdAtMs: nowMs, expiresAtMs, lastUsedAtMs: null, revokedAtMs: null };
      const row: KeyRow = { id, projectNo, name, scope, hash, prefix, ...dates };
      await catalog.createKey(row);
      await record(deps, { actor, action: 'key.create', target: `key:${id}`, details: scope });
      return { key: keyView(row), secret };
    },
    async revokeKey({ projectNo, keyId }, actor) {
      await catalog.revokeKey(projectNo, keyId, clock.nowMs());
      await record(deps, { actor, action: 'key.revoke', target: `key:${keyId}`, details: null });
    },
  };
}

function isLive(key: KeyRow, nowMs: number): boolean {
  return key.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs);
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

function keyView(key: KeyRow): KeyView {
  const { id, name, scope, prefix, createdAtMs, expiresAtMs, lastUsedAtMs, revokedAtMs } = key;
  return { id, name, scope, prefix, createdAtMs, expiresAtMs, lastUsedAtMs, revokedAtMs };
}

function checkExpiry(expiresAtMs: number | null, nowMs: number): number | null {
  if (expiresAtMs === null || (Number.isSafeInteger(expiresAtMs) && expiresAtMs > nowMs)) return expiresAtMs;
  throw new HeatError({
    kind: 'invalid',
    code: 'invalid_expiry',
    message: 'Cannot create the key: its expiry is not an instant in the future',
  });
}

function unknownScope(): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'unknown_scope',
    message: `Cannot create the key: its scope is one of ${KEY_SCOPES.join(', ')}`,
    details: { allowed: KEY_SCOPES },
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
