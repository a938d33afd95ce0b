// Who called: what a checked credential says, and what one that does not hold is answered with.

import type { Identity } from '../accounts/permission.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { Claims } from './tokens.ts';

/** Whoever called, once the credential was checked. `claims` is there for sign-in tokens. */
export type Caller = {
  identity: Identity;
  claims: Claims | null;
  via: 'cookie' | 'bearer';
  /** How full an API key's own limit is; null when it has none. */
  rate: NamedRate | null;
  /** The same credential checked again, for what outlives a request. Throws `unauthorized` when it is no longer valid. */
  renew: () => Promise<Caller>;
};

/** What every credential that does not hold is answered with. */
export function invalidCredential(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_credential',
    message:
      'The credential is not valid: it is unknown, expired, revoked or signed out, or a key that may only send events',
  });
}

/** What is asked of whoever brings none. */
export function credentialNeeded(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'credential_needed',
    message: 'This address needs a credential: sign in, or send an API key as a Bearer token',
  });
}
