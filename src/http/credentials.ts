// From a request's header or cookie to a checked caller. What the caller may do is access.ts.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { Client } from './client-address.ts';
import { cookieName, readCookie } from './cookie.ts';
import type { Rooms } from './rooms.ts';
import type { Caller, ServerState } from './route.ts';
import { refuseCrossSite } from './same-origin.ts';
import type { Audience } from './tokens.ts';

/**
 * The caller of a request, or null when it brings no credential. An Authorization header decides alone: no cookie
 * stands in for a bad one. Throws `unauthorized` for a credential that is not valid (any more) and `forbidden` for a
 * write with a cookie that comes from another site.
 */
export async function identify(
  request: Request,
  client: Client,
  deps: { rooms: Rooms; server: ServerState },
): Promise<Caller | null> {
  const header = request.headers.get('authorization');
  if (header !== null) return byHeader(header, deps);
  const isHttps = usesHttps(client, deps.server.config.publicUrl);
  const cookie = readCookie(request.headers.get('cookie'), cookieName(isHttps));
  if (cookie === null) return null;
  const caller = await byToken(cookie, 'dashboard', deps);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuseCrossSite(request, deps.server.config.publicUrl);
  }
  return caller;
}

/** Whether this browser reaches heat over https, by the operator's word or a trusted proxy's. */
export function usesHttps(client: Client, publicUrl: string | null): boolean {
  return client.isHttps || (publicUrl?.startsWith('https:') ?? false);
}

async function byHeader(header: string, deps: { rooms: Rooms; server: ServerState }): Promise<Caller> {
  const [, secret] = /^bearer +(\S+)$/i.exec(header.slice(0, LIMITS.tokenChars + 16)) ?? [];
  if (secret === undefined) throw invalidCredential();
  if (!secret.startsWith('heat_')) return byToken(secret, 'api', deps);
  const key = await deps.rooms.accounts.checkKey(secret);
  // A write key is public: it opens the door for events and nothing else.
  if (!key || key.scope === 'write') throw invalidCredential();
  return { identity: { kind: 'key', ...key }, claims: null, via: 'bearer' };
}

async function byToken(
  token: string,
  audience: Audience,
  { rooms, server }: { rooms: Rooms; server: ServerState },
): Promise<Caller> {
  const claims = await server.tokens.verify(token, audience);
  const user = claims
    ? await rooms.accounts.findSignedIn({
        sub: claims.userId,
        tokenVersion: claims.tokenVersion,
        jti: claims.jti,
      })
    : null;
  if (!claims || !user) throw invalidCredential();
  return { identity: { kind: 'user', user }, claims, via: audience === 'dashboard' ? 'cookie' : 'bearer' };
}

function invalidCredential(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_credential',
    message: 'The credential is not valid: it is unknown, expired, revoked or signed out',
  });
}
