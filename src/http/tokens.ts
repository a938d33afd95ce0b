// Sign-in tokens: JWTs with one algorithm, one issuer and two audiences. Who a token's user is, and whether the sign-in
// was ended, is not asked here.

import { jwt } from '@elysiajs/jwt';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { uuid } from '../lib/id.ts';

/** A token for the API cannot be used as a cookie, nor the other way round. */
export const AUDIENCES = { api: 'heat-api', dashboard: 'heat-dashboard' } as const;
export type Audience = keyof typeof AUDIENCES;

export type Claims = { userId: string; tokenVersion: number; jti: string; expiresAtMs: number };
export type Tokens = {
  /** Signs the two tokens of one sign-in, which end together when one is signed out; `jti` names the sign-in. */
  issue: (user: { id: string; tokenVersion: number }) => Promise<Record<Audience, Issued> & { jti: string }>;
  /** The claims of a token that is whole, ours, meant for this audience and not expired; else null. */
  verify: (token: string, audience: Audience) => Promise<Claims | null>;
};
export type Issued = { token: string; expiresAtMs: number };

const LIFE_MS: Record<Audience, number> = { api: LIMITS.apiTokenMs, dashboard: LIMITS.signInMs };
const ISSUER = 'heat';

/** @param deps.secret at least 32 bytes, from the data directory's secret file. */
export function createTokens(deps: { secret: string | Uint8Array; clock: Clock }): Tokens {
  const { sign, verify } = jwt({ name: 'jwt', secret: deps.secret, alg: 'HS256' }).decorator.jwt;

  async function signFor(
    user: { id: string; tokenVersion: number },
    audience: Audience,
    jti: string,
  ): Promise<Issued> {
    const expiresAtMs = deps.clock.nowMs() + LIFE_MS[audience];
    const token = await sign({
      iss: ISSUER,
      aud: AUDIENCES[audience],
      sub: user.id,
      jti,
      ver: user.tokenVersion,
      exp: Math.floor(expiresAtMs / 1000),
    });
    return { token, expiresAtMs };
  }

  return {
    async issue(user) {
      const jti = uuid();
      const [api, dashboard] = await Promise.all([
        signFor(user, 'api', jti),
        signFor(user, 'dashboard', jti),
      ]);
      return { api, dashboard, jti };
    },

    async verify(token, audience) {
      if (token.length > LIMITS.tokenChars) return null;
      const payload = await verify(token, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCES[audience],
        typ: 'JWT',
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'ver'],
        clockTolerance: LIMITS.tokenLeewayMs / 1000,
        currentDate: new Date(deps.clock.nowMs()),
      });
      return payload ? readClaims(payload) : null;
    },
  };
}

function readClaims(payload: { [name: string]: unknown }): Claims | null {
  const { sub, jti, exp, ver } = payload;
  if (typeof sub !== 'string' || typeof jti !== 'string') return null;
  if (typeof exp !== 'number' || typeof ver !== 'number') return null;
  return { userId: sub, tokenVersion: ver, jti, expiresAtMs: exp * 1000 };
}
