// Codes that change every thirty seconds, after RFC 6238 (SHA-1, 6 digits), as every authenticator app computes them.
// Pure: which code was used already is not known here.

import { createHmac } from 'node:crypto';
import { sameSecret } from '../lib/same-secret.ts';

/** Ms that one code holds. */
export const STEP_MS = 30_000;
/** Codes of this many steps before and after now count, for clocks that differ and people who type slowly. */
const DRIFT_STEPS = 1;
const DIGITS = 6;

/** The step of time that an instant lies in. */
export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / STEP_MS);
}

/** The six digits of one step (RFC 4226, 5.3: four bytes from where the last four bits point to, without the sign). */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step whose code this is, or null. Takes the same time wherever and whether it matches. */
export function findStep(secret: Uint8Array, code: string, nowMs: number): number | null {
  const given = code.slice(0, DIGITS + 1).padEnd(DIGITS + 1);
  const now = stepAt(nowMs);
  let found: number | null = null;
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step += 1) {
    if (sameSecret(given, codeOf(secret, step).padEnd(DIGITS + 1))) found = step;
  }
  return found;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 without padding, as authenticator apps take secrets. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** The address behind a QR code: which account of which heat the secret is for. `host` tells installations apart. */
export function otpauthUri(of: { secret: Uint8Array; email: string; host: string }): string {
  // A colon separates issuer and account, so neither may hold one (Key Uri Format of Google Authenticator).
  const issuer = `heat (${of.host.replaceAll(':', ' ')})`;
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(of.email.replaceAll(':', ' '))}`;
  const query = `secret=${base32(of.secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${query}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`;
}
