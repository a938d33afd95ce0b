// How an API key is written: `heat_<r|w|a>_<id>_<32 random bytes, base64url>`. The id finds it, the whole is hashed.

import type { KeyScope } from '../contract/api.ts';
import { sha256Hex } from '../lib/hash.ts';
import { randomCode, randomSecret } from '../lib/id.ts';
import { sameSecret } from '../lib/same-secret.ts';

const FORM = /^heat_[rwa]_([0-9a-z]{12})_[A-Za-z0-9_-]{43}$/;

export type NewKey = { id: string; secret: string; hash: string; prefix: string };

/** A new key; its secret is to be shown once and never stored. High entropy needs no slow hash. */
export function makeKey(scope: KeyScope): NewKey {
  const id = randomCode(12);
  const start = `heat_${scope[0]}_${id}`;
  const secret = `${start}_${randomSecret()}`;
  return { id, secret, hash: sha256Hex(secret), prefix: `${start}…` };
}

/** Id inside a key, or null when the text is none. */
export function keyIdOf(secret: string): string | null {
  return FORM.exec(secret)?.[1] ?? null;
}

/** Compares digests, in a time that tells nothing about them. */
export function matchesHash(secret: string, hash: string): boolean {
  return sameSecret(sha256Hex(secret), hash);
}
