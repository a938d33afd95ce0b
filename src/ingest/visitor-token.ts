// Tokens of a site's own sign-in: who signed them, for whom, until when, and which of its visitors they name.

import { errors, jwtVerify } from 'jose';
import { LIMITS } from '../contract/limits.ts';
import { TOKEN_ALGORITHMS, type VisitorTokens } from '../contract/visitor-tokens.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { KeySets } from './key-sets.ts';

export type TokenReader = {
  /**
   * The user that a token names, by what the project asks for; null when it comes without one and may. Throws
   * `unauthorized` (token_needed, bad_token, expired_token) and `unavailable` (keys_unavailable). `onWait` is called
   * before it waits for an issuer.
   */
  userOf: (tokens: VisitorTokens, token: string | null, onWait?: () => void) => Promise<string | null>;
};

export function createTokenReader({
  clock,
  keySets,
}: {
  clock: Pick<Clock, 'nowMs'>;
  keySets: KeySets;
}): TokenReader {
  return {
    async userOf({ mode, issuer, audience, jwks }, token, onWait) {
      if (mode === 'key') return null;
      if (token === null) {
        if (mode === 'both') return null;
        throw refused('token_needed', 'this project wants a token of its own sign-in: setAuthToken()');
      }
      if (token.length > LIMITS.tokenChars) throw badToken();
      try {
        const { payload } = await jwtVerify(token, keySets.keysOf(jwks, onWait), {
          algorithms: [...TOKEN_ALGORITHMS],
          issuer,
          audience,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: LIMITS.tokenLeewayMs / 1000,
          currentDate: new Date(clock.nowMs()),
        });
        return readSubject(payload.sub);
      } catch (error) {
        if (error instanceof HeatError) throw error;
        if (error instanceof errors.JWTExpired) throw refused('expired_token', 'its token has expired');
        throw badToken();
      }
    },
  };
}

function readSubject(sub: unknown): string {
  if (typeof sub === 'string' && sub.trim() !== '' && sub.length <= LIMITS.userIdChars) return sub;
  throw badToken();
}

function badToken(): HeatError {
  return refused('bad_token', 'its token is not one of the issuer that this project names');
}

function refused(code: string, reason: string): HeatError {
  return new HeatError({ kind: 'unauthorized', code, message: `Cannot accept the batch: ${reason}` });
}
