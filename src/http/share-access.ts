// The credential that a browser gets for an opened share link: signed, for some hours, and good for the reads of that
// link's view alone. It names the link, which is looked up at every request: an ended link ends it.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { sameSecret } from '../lib/same-secret.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { ShareRow } from '../storage/port-shares.ts';

export type ShareAccess = {
  /** Ends with the link, or after LIMITS.shareAccessMs. */
  issue: (share: Pick<ShareRow, 'id' | 'expiresAtMs'>) => { access: string; accessUntilMs: number };
  /** The link's id, or null for a text that is not whole, not ours or expired. */
  verify: (access: string) => string | null;
};

const FORM = /^share\.([0-9a-z]{1,32})\.([0-9]{1,16})\.([\w-]{43})$/;
/** Another use of the same secret can never be mistaken for this one. */
const PURPOSE = 'heat share access v1\n';

/** @param deps.secrets of at least 32 bytes each (accounts/secret.ts): the first signs, all are accepted. */
export function createShareAccess({ secrets, clock }: { secrets: Secrets; clock: Clock }): ShareAccess {
  const signatureOf = (id: string, untilMs: string, secret: string) =>
    new Bun.CryptoHasher('sha256', secret).update(`${PURPOSE}${id}.${untilMs}`).digest('base64url');
  return {
    issue({ id, expiresAtMs }) {
      const accessUntilMs = Math.min(expiresAtMs, clock.nowMs() + LIMITS.shareAccessMs);
      const access = `share.${id}.${accessUntilMs}.${signatureOf(id, String(accessUntilMs), secrets()[0])}`;
      return { access, accessUntilMs };
    },
    verify(access) {
      const [, id, untilMs, signature] = FORM.exec(access.slice(0, LIMITS.tokenChars)) ?? [];
      if (!id || !untilMs || !signature || Number(untilMs) <= clock.nowMs()) return null;
      const isOurs = secrets().some((secret) => sameSecret(signature, signatureOf(id, untilMs, secret)));
      return isOurs ? id : null;
    },
  };
}
