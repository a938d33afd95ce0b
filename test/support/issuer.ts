// A site's own sign-in: keys of every kind, tokens signed with them, and a server that hands out the public ones.

import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export type IssuerKey = { kid: string; alg: string; jwk: JWK; privateKey: CryptoKey };
export type TokenOptions = {
  key: IssuerKey;
  header?: { [name: string]: unknown };
  claims?: { [name: string]: unknown };
  nowMs: number;
};

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'heat';

export async function issuerKey(alg: string, kid: string): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A good token for five minutes; what is given in `header` and `claims` takes the place of the usual, undefined takes it out. */
export function tokenOf({ key, header, claims, nowMs }: TokenOptions): Promise<string> {
  const seconds = Math.floor(nowMs / 1000);
  const payload = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', iat: seconds, exp: seconds + 300, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

export type IssuerServer = {
  url: string;
  host: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** What is answered from now on. */
  answer: (next: () => Response | Promise<Response>) => void;
  close: () => void;
};

/** Hands out `keys` at any path, until it is told otherwise. */
export function openIssuer(keys: readonly IssuerKey[]): IssuerServer {
  const asked: string[] = [];
  let answer = (): Response | Promise<Response> => keySetAnswer(keys);
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      asked.push(new URL(request.url).pathname);
      return answer();
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/keys`,
    host: `127.0.0.1:${server.port}`,
    asked,
    answer(next) {
      answer = next;
    },
    close: () => void server.stop(true),
  };
}

export function keySetAnswer(keys: readonly IssuerKey[]): Response {
  return Response.json({ keys: keys.map(({ jwk }) => jwk) });
}
