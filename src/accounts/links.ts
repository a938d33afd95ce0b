// One-time links: the first owner's set-up, signing in from the terminal, a new password. Only hashes of their tokens
// are stored.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { randomSecret } from '../lib/id.ts';
import type { Catalog, LinkPurpose, LinkRow } from '../storage/port-catalog.ts';

/** `token` goes behind the `#` of an address, where no server log sees it. */
export type NewLink = { token: string; expiresAtMs: number };

const LIVES_MS: Record<LinkPurpose, number> = {
  setup: LIMITS.setupLinkMs,
  'sign-in': LIMITS.setupLinkMs,
  password: LIMITS.passwordLinkMs,
};

/** Stores a new link, which lives as long as its purpose says, and hands its token out, once. */
export async function createLink(
  deps: { catalog: Catalog; clock: Clock },
  link: { purpose: LinkPurpose; userId: string | null },
): Promise<NewLink> {
  const token = randomSecret();
  const { purpose, userId } = link;
  const expiresAtMs = deps.clock.nowMs() + LIVES_MS[purpose];
  await deps.catalog.createLink({ hash: sha256Hex(token), purpose, userId, expiresAtMs });
  return { token, expiresAtMs };
}

/** Uses the link up. Throws `unauthorized` (bad_link) when it is unknown, used or expired. */
export async function takeLink(
  deps: { catalog: Catalog; clock: Clock },
  link: { purpose: LinkPurpose; token: string },
): Promise<LinkRow> {
  const found = await deps.catalog.takeLink(sha256Hex(link.token), link.purpose, deps.clock.nowMs());
  if (!found) throw badLink();
  return found;
}

export function badLink(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_link',
    message: 'This link is not valid: it was used already, has expired or never was one',
    hint: 'Ask whoever gave it to you for a new one; the first link of all comes from starting heat again.',
  });
}
