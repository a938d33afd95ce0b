// Where a pageview came from: campaign parameters first, then marks of ad networks, then the referrer.

import { LIMITS } from '../contract/limits.ts';
import { CLICK_IDS, knownSource } from './known-sources.ts';
import { parseAddress } from './normalize-page.ts';

export type TrafficSource = {
  /** Host that led here, without `www.`; null for none, for unreadable ones and for the page's own. */
  referrer: string | null;
  /** utm_source, a known name, a host, 'Direct' or 'Internal'. */
  source: string;
  medium: string;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmTerm: string | null;
  utmContent: string | null;
};

/** Reads the source from a page's full address and its referrer. */
export function trafficSource(address: string, referrer: string | null): TrafficSource {
  const url = parseAddress(address);
  const query = url?.searchParams ?? new URLSearchParams();
  const from = referrerHost(referrer);
  const isInternal = from !== null && from === withoutWww(url?.host ?? '');
  const utm = {
    utmSource: parameter(query, 'utm_source'),
    utmMedium: parameter(query, 'utm_medium'),
    utmCampaign: parameter(query, 'utm_campaign'),
    utmTerm: parameter(query, 'utm_term'),
    utmContent: parameter(query, 'utm_content'),
  };
  const found = markedSource(query) ?? referredSource(from, isInternal);
  return {
    referrer: isInternal ? null : from,
    source: utm.utmSource ?? found.source,
    medium: utm.utmMedium ?? (utm.utmSource === null ? found.medium : 'campaign'),
    ...utm,
  };
}

function markedSource(query: URLSearchParams): { source: string; medium: string } | undefined {
  return CLICK_IDS.find(([name]) => query.has(name))?.[1];
}

function referredSource(host: string | null, isInternal: boolean): { source: string; medium: string } {
  if (host === null) return { source: 'Direct', medium: 'direct' };
  if (isInternal) return { source: 'Internal', medium: 'internal' };
  return knownSource(host) ?? { source: host, medium: 'referral' };
}

function referrerHost(referrer: string | null): string | null {
  if (!referrer) return null;
  const host = URL.parse(referrer)?.host ?? '';
  return host === '' ? null : withoutWww(host);
}

function withoutWww(host: string): string {
  const lower = host.toLowerCase();
  return lower.startsWith('www.') ? lower.slice(4) : lower;
}

function parameter(query: URLSearchParams, name: string): string | null {
  const value = query.get(name)?.trim().slice(0, LIMITS.nameChars).toWellFormed();
  return value ? value : null;
}
