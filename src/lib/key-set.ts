// A set of public keys (JWKS, RFC 7517) as text: whether it is one that tokens can be checked with. Holds no key of
// another kind than the three signatures use, and never a private one.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from './errors.ts';

type Key = { [name: string]: unknown };

/** What belongs to private and shared keys alone. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** 2048 bits as base64url; RS256 asks for no less (RFC 7518, 3.3). */
const RSA_CHARS = 342;

/** Whether the text is an address and not the set itself. */
export function isKeySetAddress(text: string): boolean {
  return !text.trimStart().startsWith('{');
}

/** The keys that can be used, of RS256, ES256 and EdDSA. Throws `invalid` (bad_key_set) when there is none, or a private one. */
export function readKeySet(text: string): { keys: Key[] } {
  if (text.length > LIMITS.keySetBytes) throw refusedKeySet(`it is larger than ${LIMITS.keySetBytes} bytes`);
  const { keys } = parse(text);
  if (!Array.isArray(keys)) throw refusedKeySet('it is no JSON of the form {"keys": [...]}');
  const whole = keys.filter((key): key is Key => typeof key === 'object' && key !== null);
  if (whole.some((key) => PRIVATE_MEMBERS.some((name) => Object.hasOwn(key, name))))
    throw refusedKeySet('it holds a private or shared key; give the public ones alone');
  const usable = whole.filter(isUsable).slice(0, LIMITS.keysOfSet);
  if (usable.length === 0)
    throw refusedKeySet('it holds no key for RS256 (RSA, 2048 bits), ES256 (P-256) or EdDSA (Ed25519)');
  return { keys: usable };
}

function parse(text: string): { keys?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function isUsable({ kty, crv, n, e, x, y, use }: Key): boolean {
  if (use !== undefined && use !== 'sig') return false;
  if (kty === 'RSA') return typeof n === 'string' && n.length >= RSA_CHARS && typeof e === 'string';
  if (kty === 'EC') return crv === 'P-256' && typeof x === 'string' && typeof y === 'string';
  return kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string';
}

export function refusedKeySet(why: string, hint?: string): HeatError {
  const message = `Cannot use this key set: ${why}`;
  return new HeatError({ kind: 'invalid', code: 'bad_key_set', message, ...(hint && { hint }) });
}
