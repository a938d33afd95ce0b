// Who is at the other end: the peer, or what trusted proxies say about it. The address is never stored or logged.

import { isIP } from 'node:net';
import { type AddressSet, plainAddress } from '../lib/address-set.ts';
import { hostOf } from './address.ts';

export type Client = {
  /** Address of the client; null when the connection has none (tests, sockets). */
  address: string | null;
  /** Whether the browser speaks https, as far as a trusted proxy tells. */
  isHttps: boolean;
  /** The connection comes from a trusted proxy, so its headers may be believed. */
  isProxied: boolean;
};

/**
 * Reads X-Forwarded-For from the right and takes the first address that is no trusted proxy; without a trusted peer
 * the headers count for nothing. Anything that is no address ends the search at the peer.
 */
export function clientOf(request: Request, peerAddress: string | null, trusted: AddressSet): Client {
  const peer = peerAddress === null ? null : plainAddress(peerAddress);
  if (peer === null || trusted.size === 0 || !trusted.has(peer)) {
    return { address: peer, isHttps: request.url.startsWith('https:'), isProxied: false };
  }
  const proto = request.headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase();
  const chain = request.headers.get('x-forwarded-for')?.split(',') ?? [];
  return { address: rightmostUntrusted(chain, trusted) ?? peer, isHttps: proto === 'https', isProxied: true };
}

const OWN_NAMES = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/**
 * Whether a request came straight from this machine, with no proxy in between that might speak for others, and asked
 * for this machine: a foreign page whose name was made to point here asks for its own name.
 */
export function isLocal(request: Request, peerAddress: string | null): boolean {
  if (peerAddress === null || !OWN_NAMES.test(hostOf(request) ?? '')) return false;
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host']) {
    if (request.headers.has(name)) return false;
  }
  const peer = plainAddress(peerAddress);
  return peer === '::1' || peer.startsWith('127.');
}

function rightmostUntrusted(chain: readonly string[], trusted: AddressSet): string | null {
  let nearest: string | null = null;
  for (let index = chain.length - 1; index >= 0; index -= 1) {
    const address = plainAddress((chain[index] ?? '').trim());
    if (isIP(address) === 0) return null;
    nearest = address;
    if (!trusted.has(address)) return address;
  }
  return nearest;
}
