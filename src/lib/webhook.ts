// Sends a signed message to an address that a user gave, by the rules of outgoing.ts.

import { createHmac } from 'node:crypto';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from './errors.ts';
import { askOutside, type OutgoingRules, readOutgoingUrl, reasonOf } from './outgoing.ts';

export type Webhook = { url: string; secret: string };
export type Message = { id: string; body: string; nowMs: number };
/** `outcome` says in words what became of it; it never repeats what the other side answered. */
export type Sent = { delivered: boolean; outcome: string };
export type WebhookRules = OutgoingRules & { timeoutMs?: number };

/** Throws `invalid` (bad_webhook) for an address that could never be sent to. A name may still turn out to be private. */
export function readWebhookUrl(text: string, rules: WebhookRules): URL {
  return readOutgoingUrl(text, { ...rules, mostChars: LIMITS.webhookUrlChars, refuse: refused });
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
    const { body } = message;
    const request = {
      method: 'POST',
      headers: headersOf(secret, message),
      body,
      timeoutMs,
      mostBytes: 0,
    } as const;
    const { status } = await askOutside(url, request, rules);
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
    'heat-id': id,
    'heat-timestamp': String(seconds),
    'heat-signature': signatureOf(secret, { id, seconds, body }),
  };
}

function refused(why: string, hint?: string): HeatError {
  const message = `Cannot use this webhook: ${why}`;
  return new HeatError({ kind: 'invalid', code: 'bad_webhook', message, ...(hint && { hint }) });
}
