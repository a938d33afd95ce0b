// From a request's header or cookie to a checked caller. What the caller may do is access.ts.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';
import type { ShareRow } from '../storage/port-shares.ts';
import { type Caller, credentialNeeded, invalidCredential } from './caller.ts';
import type { Client } from './client-address.ts';
import { cookieName, readCookie } from './cookie.ts';
import type { Rooms } from './rooms.ts';
import type { Call, Need, ServerState } from './route.ts';
import { refuseCrossSite } from './same-origin.ts';
import type { Audience } from './tokens.ts';

/**
 * The caller of a request, or null when it brings no credential. A header (Authorization, or x-api-key with an API
 * key) decides alone: no cookie stands in for a bad one. A write key counts only where `need` is write. Throws `unauthorized` for a credential that is not valid (any more) and `forbidden` for a
 * write with a cookie that comes from another site.
 */
export async function identify(
  request: Request,
  client: Client,
  given: { rooms: Rooms; server: ServerState; need: Need | null; rates: NamedRate[] },
): Promise<Caller | null> {
  const deps = { ...given, address: client.address };
  const header = request.headers.get('authorization');
  if (header !== null) return byHeader(header, deps);
  const apiKey = request.headers.get('x-api-key');
  if (apiKey !== null) return byKey(apiKey, deps);
  const isHttps = usesHttps(client, deps.server.config.publicUrl);
  const cookie = readCookie(request.headers.get('cookie'), cookieName(isHttps));
  if (cookie === null) return null;
  const caller = await byToken(cookie, 'dashboard', deps);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuseCrossSite(request, deps.server.config.publicUrl);
  }
  return caller;
}

/** Whom the cookie of a request has signed in; null without one, and for one that does not hold (any more). */
export async function findSignedIn(
  given: Pick<Call, 'request' | 'client' | 'rooms' | 'server'>,
): Promise<UserRow | null> {
  const { request, client, rooms, server } = given;
  const name = cookieName(usesHttps(client, server.config.publicUrl));
  const cookie = readCookie(request.headers.get('cookie'), name);
  if (cookie === null) return null;
  try {
    const deps = { rooms, server, need: null, address: client.address, rates: [] };
    const { identity } = await byToken(cookie, 'dashboard', deps);
    return identity.kind === 'user' ? identity.user : null;
  } catch (error) {
    if (error instanceof HeatError && error.kind === 'unauthorized') return null;
    throw error;
  }
}

/**
 * The share link that a request was let in by, with its project. Throws `unauthorized` for every credential but that of
 * an opened link that has not ended.
 */
export async function identifyShare(
  request: Request,
  { rooms, server }: { rooms: Rooms; server: ServerState },
): Promise<{ share: ShareRow; project: ProjectRow }> {
  const header = request.headers.get('authorization');
  if (header === null) throw credentialNeeded();
  const [, access = ''] = /^bearer +(\S+)$/i.exec(header.slice(0, LIMITS.tokenChars + 16)) ?? [];
  const id = server.shareAccess.verify(access);
  const share = id === null ? null : await rooms.accounts.findOpenShare(id);
  const project = share && (await rooms.projects.findByNo(share.projectNo));
  if (!share || !project) throw invalidCredential();
  return { share, project };
}

/** Whether this browser reaches heat over https, by the operator's word or a trusted proxy's. */
export function usesHttps(client: Client, publicUrl: string | null): boolean {
  return client.isHttps || (publicUrl?.startsWith('https:') ?? false);
}

/** An owner of the installation needs none. */
const NO_ROLES = new Map<number, never>();

type Deps = {
  rooms: Rooms;
  server: ServerState;
  need: Need | null;
  address: string | null;
  rates: NamedRate[];
};

async function byHeader(header: string, deps: Deps): Promise<Caller> {
  const [, secret] = /^bearer +(\S+)$/i.exec(header.slice(0, LIMITS.tokenChars + 16)) ?? [];
  if (secret === undefined) throw invalidCredential();
  return secret.startsWith('heat_') ? byKey(secret, deps) : byToken(secret, 'api', deps);
}

async function byKey(secret: string, deps: Deps): Promise<Caller> {
  const { rooms, need, address, rates } = deps;
  const isLong = secret.length > LIMITS.tokenChars;
  const onRate = (rate: NamedRate) => rates.push(rate);
  const used = isLong ? null : await rooms.accounts.useKey(secret, { address, onRate });
  // A key that may only write opens the doors for events and nothing else.
  if (!used || (used.scope === 'write' && need !== 'write')) throw invalidCredential();
  const { rate, ...key } = used;
  const renew = async (): Promise<Caller> => {
    const again = await rooms.accounts.checkKey(secret, address);
    if (!again) throw invalidCredential();
    return { ...caller, identity: { kind: 'key', ...again } };
  };
  const caller: Caller = { identity: { kind: 'key', ...key }, claims: null, via: 'bearer', rate, renew };
  return caller;
}

async function byToken(token: string, audience: Audience, deps: Deps): Promise<Caller> {
  const { rooms, server } = deps;
  const claims = await server.tokens.verify(token, audience);
  const user = claims
    ? await rooms.accounts.findSignedIn({
        sub: claims.userId,
        tokenVersion: claims.tokenVersion,
        jti: claims.jti,
      })
    : null;
  if (!claims || !user) throw invalidCredential();
  return {
    identity: { kind: 'user', user, roles: user.owner ? NO_ROLES : await rooms.accounts.rolesOf(user.id) },
    claims,
    via: audience === 'dashboard' ? 'cookie' : 'bearer',
    rate: null,
    renew: () => byToken(token, audience, deps),
  };
}
