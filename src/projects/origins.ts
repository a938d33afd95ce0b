// Allowed origins of a project: scheme, host and port, or `https://*.example.com` for all subdomains. Pure.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

/** The origins as they are stored: lower case, default ports left out, no doubles. Throws `invalid` naming the bad one. */
export function checkOrigins(texts: readonly string[]): string[] {
  if (texts.length > LIMITS.originsPerProject) {
    throw invalid(`A project has at most ${LIMITS.originsPerProject} origins`);
  }
  return [...new Set(texts.map(checkOrigin))];
}

function checkOrigin(text: string): string {
  const wildcard = /^https:\/\/\*\.(.+)$/i.exec(text.trim());
  const origin = exactOrigin(wildcard ? `https://${wildcard[1]}` : text.trim());
  if (origin === null || (wildcard && !canHaveSubdomains(origin))) {
    throw invalid(
      `"${text.slice(0, 100)}" is not an origin: write scheme, host and port only, e.g. https://example.com or https://*.example.com.${hintFor(text.trim())}`,
    );
  }
  return wildcard ? origin.replace('https://', 'https://*.') : origin;
}

/** What was meant when the scheme is missing, or a path stands behind the host. */
function hintFor(text: string): string {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i.test(text);
  const hasDot = /^(\*\.)?[^/:\s]+\.[^/:\s]+(:\d+)?(\/|$)/.test(text);
  const full = isLocal ? `http://${text}` : hasDot ? `https://${text}` : text;
  const meant = /^https?:\/\/(\*\.)?[^/?#@\s*]+/i.exec(full)?.[0];
  const exact = meant === undefined ? null : exactOrigin(meant.replace('*.', ''));
  if (meant === undefined || exact === null || meant === text) return '';
  return ` Did you mean ${meant.includes('*.') ? exact.replace('://', '://*.') : exact}?`;
}

function exactOrigin(text: string): string | null {
  if (text.length > LIMITS.textChars || text.includes('*') || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const hasMore = url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '';
  return isWeb && !hasMore && url.password === '' ? url.origin : null;
}

/** At least two labels (never a whole top-level domain) and not an address. */
function canHaveSubdomains(origin: string): boolean {
  const { hostname } = new URL(origin);
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return !isAddress && /[^.]\.[^.]/.test(hostname);
}

function invalid(message: string): HeatError {
  return new HeatError({ kind: 'invalid', code: 'invalid_origin', message });
}
