// The signed permission to open a part of the tracker on a page of the owner's: who made it is known to the signature
// alone. Short-lived, bound to a part, a project and a web origin; carried in a fragment, which no server's log sees.

import type { Period } from '../contract/api.ts';
import type { Device } from '../contract/event-types.ts';
import { DEVICES } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { sameSecret } from '../lib/same-secret.ts';

/** What the tracker loads in place of itself when it meets the link: `heat-<part>.mjs`. */
export type LinkPart = 'snapshot' | 'overlay';

export type LinkClaims = {
  projectNo: number;
  /** Of the page, as browsers send it. */
  origin: string;
  /** Class that a snapshot is stored under, or that is looked at first; null: that of its width, or all. */
  device: Device | null;
  /** Opaque id of the page whose maps may be read; null where nothing may be read. */
  page: string | null;
  /** Range that maps are read in unless another is asked for; null where there is none. */
  range: LinkRange | null;
  expiresAtMs: number;
};
/** A preset, or UTC ms: from inclusive, to exclusive. */
export type LinkRange = Period | [fromMs: number, toMs: number];

/** As it is signed. A link of before ranges were told ends without one. */
type Told = [
  projectNo: number,
  origin: string,
  device: Device | null,
  page: string | null,
  expiresAtMs: number,
  range?: LinkRange | null,
];

/** How long a link of each part lives, ms. */
export const LINK_MS: Readonly<Record<LinkPart, number>> = {
  snapshot: LIMITS.snapshotLinkMs,
  overlay: LIMITS.overlayLinkMs,
};

/** Another use of the same secret can never be mistaken for this one. */
const PURPOSE = 'heat page link v1\n';

/** `<part>.<claims>.<signature>`: the tracker reads the first and hands all of it to the part. */
export function signLink(part: LinkPart, claims: LinkClaims, secret: string): string {
  const { projectNo, origin, device, page, expiresAtMs, range } = claims;
  const said: Told = [projectNo, origin, device, page, expiresAtMs, range];
  const payload = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${part}.${payload}.${signatureOf(part, payload, secret)}`;
}

/** The address with the link in its fragment, behind the route that a router may keep there. */
export function withLink(address: URL, token: string): string {
  const linked = new URL(address);
  linked.hash = `${address.hash}${address.hash === '' ? '' : '&'}heat=${token}`;
  return linked.href;
}

/** The claims of a link that is whole, ours, of this part, and not expired at `nowMs`; else null. */
export function verifyLink(
  part: LinkPart,
  token: string,
  { secrets, nowMs }: { secrets: readonly string[]; nowMs: number },
): LinkClaims | null {
  if (token.length > LIMITS.tokenChars) return null;
  const [asked, payload, signature, ...rest] = token.split('.');
  if (asked !== part || !payload || !signature || rest.length > 0) return null;
  const isOurs = secrets.some((secret) => sameSecret(signature, signatureOf(part, payload, secret)));
  if (!isOurs) return null;
  const [projectNo, origin, device, page, expiresAtMs, range = null] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as Told;
  if (expiresAtMs <= nowMs || (device !== null && !DEVICES.includes(device))) return null;
  return { projectNo, origin, device, page, range, expiresAtMs };
}

function signatureOf(part: LinkPart, payload: string, secret: string): string {
  return new Bun.CryptoHasher('sha256', secret).update(`${PURPOSE}${part}.${payload}`).digest('base64url');
}
