// What the doors for events refuse of a body before they read it; the ingest room reads it.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

const FORM_TYPES = ['multipart/form-data', 'application/x-www-form-urlencoded'];

/** A foreign page can make a browser send forms without asking; JSON as text is told by our own reader. */
export function refuseForms(contentType: string | null): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined || !FORM_TYPES.includes(type)) return;
  throw new HeatError({
    kind: 'unsupported',
    message: 'Events are taken as JSON, not as a form',
    details: { allowed: ['application/json', 'text/plain'] },
  });
}

export function refuseLength(contentLength: string | null): void {
  if (contentLength === null || Number(contentLength) <= LIMITS.bodyBytes) return;
  throw new HeatError({
    kind: 'too_large',
    code: 'body_too_large',
    message: `The body is larger than ${LIMITS.bodyBytes} bytes`,
    details: { limit: LIMITS.bodyBytes },
  });
}
