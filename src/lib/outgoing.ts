// A request to an address that a user gave: only to the open internet over https, or to hosts that the operator allows;
// never along a redirect; within a time and a size; and to the very address that was checked.

import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { HeatError } from './errors.ts';
import { isPublicAddress } from './public-address.ts';
import { version } from './version.ts';

export type OutgoingRules = {
  /** `host` or `host:port` that may be reached without https and at any address. */
  allowedHosts: readonly string[];
  /** Addresses of a name; the system's resolver unless a test brings its own. */
  resolve?: (host: string) => Promise<string[]>;
};
export type Outgoing = {
  method: 'GET' | 'POST' | 'OPTIONS';
  headers: Record<string, string>;
  body?: string;
  /** From the look-up of the name to the last byte, ms. */
  timeoutMs: number;
  /** Bytes of the answer that are taken, more is an error; 0 takes its status alone. */
  mostBytes: number;
};
export type Answered = {
  status: number;
  /** By lower-case name; what came more than once is joined by commas. */
  headers: { readonly [name: string]: string };
  body: Uint8Array<ArrayBufferLike>;
  /** When the certificate of the other side ends; null without https. */
  certificateEndsMs: number | null;
  text: string;
};
/** Makes the refusal of an address; `hint` is for whoever runs heat. */
export type Refuse = (why: string, hint?: string) => HeatError;

const TOO_SLOW = 'it took too long';
/** One answer for a name that nobody knows and one of a private network: which names there are is nobody's business. */
const NOT_OPEN = 'its host is not known on the open internet';
const HINT = 'An operator can allow its host: heat serve --webhook-hosts host:port (HEAT_WEBHOOK_HOSTS)';

/** Throws what `refuse` makes for an address that could never be asked. A name may still turn out to be private. */
export function readOutgoingUrl(
  text: string,
  { allowedHosts, mostChars, refuse }: OutgoingRules & { mostChars: number; refuse: Refuse },
): URL {
  const url = text.length <= mostChars ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw refuse(`it must be an https address of at most ${mostChars} characters`);
  if (url.username !== '' || url.password !== '') throw refuse('it must not hold a name or password');
  if (isAllowed(url, allowedHosts)) return url;
  if (url.protocol !== 'https:') throw refuse('it must begin with https://', HINT);
  const host = hostOf(url);
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  if (isLocal || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw refuse('it points into a private network', HINT);
  return url;
}

/** Rejects with what went wrong; reasonOf() says it in words that name nothing of the network. */
export async function askOutside(url: URL, request: Outgoing, rules: OutgoingRules): Promise<Answered> {
  const work = addressesOf(url, rules).then((addresses) => send(url, addresses, request));
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(TOO_SLOW)), request.timeoutMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Codes of the system in place of its words, which may name addresses within the network. */
export function reasonOf(error: unknown): string {
  if (error instanceof HeatError) return error.message;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return `not reached (${code})`;
  return `not sent: ${error instanceof Error ? error.message : String(error)}`;
}

/** All of them are public unless the host is allowed: of a name that has both, any might be called. */
async function addressesOf(url: URL, rules: OutgoingRules): Promise<string[]> {
  const host = hostOf(url);
  const resolve = rules.resolve ?? resolveName;
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  const isOpen = isAllowed(url, rules.allowedHosts) || addresses.every(isPublicAddress);
  if (addresses.length > 0 && isOpen) return addresses;
  throw new Error(NOT_OPEN);
}

async function resolveName(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** The name is looked up no second time, so that it cannot point elsewhere by now. */
function send(
  url: URL,
  addresses: readonly string[],
  { method, headers, body, timeoutMs, mostBytes }: Outgoing,
): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    ...{ method, headers: { 'user-agent': `heat/${version}`, ...headers }, agent: false, timeout: timeoutMs },
    lookup: (_host, options, done) =>
      options.all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family),
  });
  const timer = setTimeout(() => request.destroy(new Error(TOO_SLOW)), timeoutMs);
  const done = (answered: Answered) => {
    clearTimeout(timer);
    resolve(answered);
    request.destroy();
  };
  const fail = (error: unknown) => {
    clearTimeout(timer);
    reject(error);
    request.destroy();
  };
  request.on('response', (answer) => {
    const status = answer.statusCode ?? 0;
    const head = {
      status,
      headers: plainHeaders(answer.headers),
      certificateEndsMs: certificateEnd(answer.socket),
    };
    const parts: Buffer[] = [];
    let bytes = 0;
    answer.on('error', fail);
    if (mostBytes === 0) return done({ ...head, body: new Uint8Array(), text: '' });
    answer.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) fail(new Error('its answer is too large'));
      else parts.push(part);
    });
    answer.on('end', () => {
      const body = Buffer.concat(parts);
      done({ ...head, body, text: body.toString() });
    });
  });
  request.on('error', fail);
  request.end(body);
  return promise;
}

function certificateEnd(socket: http.IncomingMessage['socket']): number | null {
  const ends = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN;
  return Number.isNaN(ends) ? null : ends;
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]);
  return Object.fromEntries(named);
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname);
}

/** Without the brackets of an IPv6 address and the dot at the end of a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
