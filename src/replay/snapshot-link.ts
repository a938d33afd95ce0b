// The signed permission to take one page's snapshot: who made it is known to the signature alone. Short-lived, bound to
// a project and a web origin; carried in a fragment, which no server's log sees.

import { timingSafeEqual } from 'node:crypto';
import type { Device } from '../contract/event-types.ts';
import { DEVICES } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';

export type LinkClaims = {
  projectNo: number;
  /** Of the page, as browsers send it. */
  origin: string;
  /** Class that the snapshot is stored under; null: that of its width. */
  device: Device | null;
  expiresAtMs: number;
};

/** Another use of the same secret can never be mistaken for this one. */
const PURPOSE = 'heat snapshot link v1\n';

export function signLink(claims: LinkClaims, secret: string): string {
  const { projectNo, origin, device, expiresAtMs } = claims;
  const payload = Buffer.from(JSON.stringify([projectNo, origin, device, expiresAtMs])).toString('base64url');
  return `${payload}.${signatureOf(payload, secret)}`;
}

/** The claims of a link that is whole, ours and not expired at `nowMs`; else null. */
export function verifyLink(token: string, secret: string, nowMs: number): LinkClaims | null {
  if (token.length > LIMITS.tokenChars) return null;
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return null;
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(payload, secret))];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const [projectNo, origin, device, expiresAtMs] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as [number, string, Device | null, number];
  if (expiresAtMs <= nowMs || (device !== null && !DEVICES.includes(device))) return null;
  return { projectNo, origin, device, expiresAtMs };
}

function signatureOf(payload: string, secret: string): string {
  return new Bun.CryptoHasher('sha256', secret).update(PURPOSE + payload).digest('base64url');
}
