// Who a batch belongs to: the random id that the tracker keeps, or a keyed hash that only holds for one day.

import type { SaltKeeper } from './salt.ts';

/** Bytes of the hash that are kept: enough against accidental equals, in 22 characters. */
const HASH_BYTES = 16;

/** `c:` + the client's id, else `d:` + HMAC-SHA256 of (project, address, agent) under the day's salt. */
export function visitorOf(
  visitorId: string | null,
  facts: { projectNo: number; address: string | null; userAgent: string | null },
  salt: SaltKeeper,
): string {
  if (visitorId !== null) return `c:${visitorId}`;
  const hasher = new Bun.CryptoHasher('sha256', salt.current());
  hasher.update(JSON.stringify([facts.projectNo, facts.address, facts.userAgent]));
  return `d:${hasher.digest().subarray(0, HASH_BYTES).toString('base64url')}`;
}
