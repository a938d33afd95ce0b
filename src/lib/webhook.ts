// Sends a signed message to an address that a user gave: only to the open internet over https, or to hosts that the
// operator allows; never along a redirect; within a time; and to the very address that was checked.

import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from './errors.ts';
import { isPublicAddress } from './public-address.ts';
import { version } from './version.ts';

export type Webhook = { url: string; secret: string };
export type Message = { id: string; body: string; nowMs: number };
/** `outcome` says in words what became of it; it never repeats what the other side answered. */
export type Sent = { delivered: boolean; outcome: string };
export type WebhookRules = {
  /** `host` or `host:port` that may be reached without https and at any address. */
  allowedHosts: readonly string[];
  /** Addresses of a name; the system's resolver unless a test brings its own. */
  resolve?: (host: string) => Promise<string[]>;
  timeoutMs?: number;
};

/** Throws `invalid` (bad_webhook) for an address that could never be sent to. A name may still turn out to be private. */
export function readWebhookUrl(text: string, { allowedHosts }: WebhookRules): URL {
  const url = text.length <= LIMITS.webhookUrlChars ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw refused(`it must be an https address of at most ${LIMITS.webhookUrlChars} characters`);
  if (url.username !== '' || url.password !== '') throw refused('it must not hold a name or password');
  if (isAllowed(url, allowedHosts)) return url;
  const hint = 'An operator can allow its host: heat serve --webhook-hosts host:port (HEAT_WEBHOOK_HOSTS)';
  if (url.protocol !== 'https:') throw refused('it must begin with https://', hint);
  const host = hostOf(url);
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  if (isLocal || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw refused('it points into a private network', hint);
  return url;
}

/** Never rejects. An answer of 200 to 299 counts as delivered; nothing of it is read but its status. */
export async function sendWebhook(
  { url: text, secret }: Webhook,
  message: Message,
  rules: WebhookRules,
): Promise<Sent> {
  const { timeoutMs = LIMITS.webhookMs } = rules;
  try {
    const url = readWebhookUrl(text, rules);
    const work = addressesOf(url, rules).then((addresses) =>
      post(url, { addresses, timeoutMs, body: message.body, headers: headersOf(secret, message) }),
    );
    const status = await within(work, timeoutMs);
    const delivered = status >= 200 && status < 300;
    const isRedirect = status >= 300 && status < 400;
    return { delivered, outcome: `answered ${status}${isRedirect ? ', a redirect is not followed' : ''}` };
  } catch (error) {
    return { delivered: false, outcome: reasonOf(error) };
  }
}

/** Receivers compute the same over `<heat-id>.<heat-timestamp>.<body>` and compare. */
export function signatureOf(
  secret: string,
  { id, seconds, body }: { id: string; seconds: number; body: string },
) {
  return `v1=${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('hex')}`;
}

function headersOf(secret: string, { id, body, nowMs }: Message): Record<string, string> {
  const seconds = Math.floor(nowMs / 1000);
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': `heat/${version}`,
    'heat-id': id,
    'heat-timestamp': String(seconds),
    'heat-signature': signatureOf(secret, { id, seconds, body }),
  };
}

/** All of them are public unless the host is allowed: of a name that has both, any might be called. */
async function addressesOf(url: URL, rules: WebhookRules): Promise<string[]> {
  const host = hostOf(url);
  const resolve = rules.resolve ?? resolveName;
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0) throw new Error('its host has no address');
  if (isAllowed(url, rules.allowedHosts) || addresses.every(isPublicAddress)) return addresses;
  throw new Error('its host is in a private network');
}

async function resolveName(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

type Post = {
  addresses: readonly string[];
  timeoutMs: number;
  body: string;
  headers: Record<string, string>;
};

/** Status of the answer. The name is looked up no second time, so that it cannot point elsewhere by now. */
function post(url: URL, { addresses, timeoutMs, body, headers }: Post): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    ...{ method: 'POST', headers, agent: false, timeout: timeoutMs },
    lookup: (_host, options, done) =>
      options.all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family),
  });
  const timer = setTimeout(() => request.destroy(new Error(TOO_SLOW)), timeoutMs);
  request.on('response', (answer) => {
    clearTimeout(timer);
    resolve(answer.statusCode ?? 0);
    answer.on('error', () => {});
    request.destroy();
  });
  request.on('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  request.end(body);
  return promise;
}

const TOO_SLOW = 'it took too long';

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(TOO_SLOW)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Codes of the system in place of its words, which may name addresses within the network. */
function reasonOf(error: unknown): string {
  if (error instanceof HeatError) return error.message;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return `not reached (${code})`;
  return `not sent: ${error instanceof Error ? error.message : String(error)}`;
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname);
}

/** Without the brackets of an IPv6 address and the dot at the end of a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function refused(why: string, hint?: string): HeatError {
  const message = `Cannot use this webhook: ${why}`;
  return new HeatError({ kind: 'invalid', code: 'bad_webhook', message, ...(hint && { hint }) });
}
