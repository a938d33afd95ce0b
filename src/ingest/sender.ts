// What a request's headers say about its sender, where the body says nothing.

import { LIMITS } from '../contract/limits.ts';

const LANGUAGE = /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8}){0,3})(?=[\s,;]|$)/i;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+/i;

/** First language of an accept-language header, e.g. `en-US`; null when it names none. */
export function firstLanguage(acceptLanguage: string | null): string | null {
  return acceptLanguage === null
    ? null
    : (LANGUAGE.exec(acceptLanguage.slice(0, LIMITS.nameChars))?.[1] ?? null);
}

/**
 * The web origin that a request comes from: its Origin, else that of its Referer; null when it names neither. A page
 * without an origin of its own (`null`) is not asked for its Referer.
 */
export function sourceOrigin(origin: string | null, referer: string | null): string | null {
  if (origin !== null || referer === null) return origin;
  const found = URL.parse(referer.slice(0, LIMITS.textChars))?.origin;
  return found === undefined || found === 'null' ? null : found;
}

/** Scheme and host of the page that sent a request, e.g. `https://shop.example`; '' when it is not known. */
export function pageHost(origin: string | null, referer: string | null): string {
  for (const header of [origin, referer]) {
    const found = header === null ? undefined : ORIGIN.exec(header.slice(0, LIMITS.textChars))?.[0];
    if (found !== undefined) return found;
  }
  return '';
}
