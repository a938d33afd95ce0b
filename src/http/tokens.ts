// Sign-in tokens: JWTs with one algorithm, one issuer and two audiences. Who a token's user is, and whether the sign-in
// was ended, is not asked here.

import { jwt } from '@elysiajs/jwt';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { uuid } from '../lib/id.ts';
import type { Secrets } from '../lib/secrets.ts';

/** A token for the API cannot be used as a cookie, nor the other way round. */
export const AUDIENCES = { api: 'heat-api', dashboard: 'heat-dashboard' } as const;
export type Audience = keyof typeof AUDIENCES;

export type Claims = { userId: string; tokenVersion: number; jti: string; expiresAtMs: number };
export type Tokens = {
  /** Signs the two tokens of one sign-in, which end together when one is signed out; `jti` names the sign-in. */
  issue: (user: { id: string; tokenVersion: number }) => Promise<Record<Audience, Issued> & { jti: string }>;
  /** The claims of a token that is whole, ours, meant for this audience and not expired; else null. */
  verify: (token: string, audience: Audience) => Promise<Claims | null>;
  /** Whether tokens of the sign-in `jti` can still be accepted: not when the secret that signed them is gone. */
  isInForce: (jti: string) => boolean;
};
export type Issued = { token: string; expiresAtMs: number };

const LIFE_MS: Record<Audience, number> = { api: LIMITS.apiTokenMs, dashboard: LIMITS.signInMs };
const ISSUER = 'heat';
const PURPOSE = 'sign-in.';

/** Ids carry a mark of the secret that signs. Those of before have none, and expire within LIMITS.signInMs. */
const MARKED = /^([0-9a-f-]{36})-([0-9a-f]{8})$/;
const markOf = (id: string, secret: string) =>
  new Bun.CryptoHasher('sha256', secret).update(`${PURPOSE}${id}`).digest('hex').slice(0, 8);

type Signer = ReturnType<typeof signerOf>;
const signerOf = (secret: string) => jwt({ name: 'jwt', secret, alg: 'HS256' }).decorator.jwt;

/** @param deps.secrets of at least 32 bytes each (accounts/secret.ts): the first signs, all are accepted. */
export function createTokens(deps: { secrets: Secrets; clock: Clock }): Tokens {
  let signers = new Map<string, Signer>();
  /** In the order of the secrets; those of secrets that are over are forgotten. */
  const signersNow = (): Signer[] => {
    signers = new Map(deps.secrets().map((secret) => [secret, signers.get(secret) ?? signerOf(secret)]));
    return [...signers.values()];
  };

  async function signFor(
    user: { id: string; tokenVersion: number },
    audience: Audience,
    jti: string,
  ): Promise<Issued> {
    const expiresAtMs = deps.clock.nowMs() + LIFE_MS[audience];
    const token = await signersNow()[0]!.sign({
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
      const id = uuid();
      const jti = `${id}-${markOf(id, deps.secrets()[0])}`;
      const [api, dashboard] = await Promise.all([
        signFor(user, 'api', jti),
        signFor(user, 'dashboard', jti),
      ]);
      return { api, dashboard, jti };
    },

    async verify(token, audience) {
      if (token.length > LIMITS.tokenChars) return null;
      for (const { verify } of signersNow()) {
        const payload = await verify(token, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCES[audience],
          typ: 'JWT',
          requiredClaims: ['exp', 'iat', 'sub', 'jti', 'ver'],
          clockTolerance: LIMITS.tokenLeewayMs / 1000,
          currentDate: new Date(deps.clock.nowMs()),
        });
        if (payload) return readClaims(payload);
      }
      return null;
    },

    isInForce(jti) {
      const [, id, mark] = MARKED.exec(jti) ?? [];
      return id === undefined || deps.secrets().some((secret) => markOf(id, secret) === mark);
    },
  };
}

function readClaims(payload: { [name: string]: unknown }): Claims | null {
  const { sub, jti, exp, ver } = payload;
  if (typeof sub !== 'string' || typeof jti !== 'string') return null;
  if (typeof exp !== 'number' || typeof ver !== 'number') return null;
  return { userId: sub, tokenVersion: ver, jti, expiresAtMs: exp * 1000 };
}
