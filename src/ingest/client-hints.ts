// What a browser says of itself beside its user agent, which in all browsers made of Chromium is Chrome's: the client
// hints that it sends unasked over https (Sec-CH-UA, -Mobile, -Platform). Kept are our own words, never the header's.

import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ClientHints } from '../journal/record.ts';

/** The headers as they came; null when absent. */
export type HintHeaders = { brands: string | null; mobile: string | null; platform: string | null };

/**
 * Brands as browsers write them, and our words: those that apply/parse-agent.ts has for the same browsers. Chrome's own
 * is told by its agent.
 */
const BROWSERS: ReadonlyMap<string, string> = new Map([
  ['Microsoft Edge', 'Microsoft Edge'],
  ['Microsoft Edge WebView2', 'Microsoft Edge'],
  ['Opera', 'Opera'],
  ['Opera GX', 'Opera'],
  ['Opera Mobile', 'Opera'],
  ['OperaMobile', 'Opera'],
  ['Brave', 'Brave'],
  ['Vivaldi', 'Vivaldi'],
  ['Samsung Internet', 'Samsung Internet for Android'],
  ['YaBrowser', 'Yandex Browser'],
  ['Whale', 'NAVER Whale Browser'],
  ['DuckDuckGo', 'DuckDuckGo'],
]);
/** What is left when nobody has put another name beside it. */
const ENGINE = 'Chromium';
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ...['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'Chrome OS'].map((name) => [name, name] as const),
  ['Chromium OS', 'Chrome OS'],
]);
const KNOWN_BROWSERS: ReadonlySet<string> = new Set([...BROWSERS.values(), ENGINE]);
const KNOWN_SYSTEMS: ReadonlySet<string> = new Set(SYSTEMS.values());

/** A brand with its version, and what separates it from the next. Browsers write no other parameter. */
const BRAND = /[ \t]*"((?:[^"\\]|\\["\\])*)"[ \t]*;[ \t]*v="([^"\\]*)"[ \t]*(?:,|$)/y;
/** Brands that are made up so that nobody relies on the list (GREASE): `Not?A_Brand`, ` Not A;Brand` and their like. */
const MADE_UP = /^[^a-z]*not[^a-z]*a[^a-z]*brand[^a-z]*$/i;

/** What the headers come to; null when they say nothing that is known. What is no list, or too long, says nothing. */
export function readClientHints({ brands, mobile, platform }: HintHeaders): ClientHints | null {
  const hints: ClientHints = {};
  const browser = browserOf(brandsIn(brands ?? ''));
  if (browser) Object.assign(hints, browser);
  const os = SYSTEMS.get(/^"([^"\\]{1,20})"$/.exec(platform ?? '')?.[1] ?? '');
  if (os !== undefined) hints.os = os;
  if (mobile === '?1') hints.device = 'mobile';
  // What is no phone and runs Android is a tablet; of others it says that they are computers.
  if (mobile === '?0') hints.device = os === 'Android' ? 'tablet' : 'desktop';
  return Object.keys(hints).length > 0 ? hints : null;
}

/** The same of what an import says beside a user agent, as our own exports do; words that are not ours say nothing. */
export function hintsSaid({ browser, os, device }: Said): ClientHints | null {
  const hints: ClientHints = device === null ? {} : { device };
  if (browser !== null && KNOWN_BROWSERS.has(browser)) hints.browser = browser;
  if (os !== null && KNOWN_SYSTEMS.has(os)) hints.os = os;
  return Object.keys(hints).length > 0 ? hints : null;
}

type Said = { browser: string | null; os: string | null; device: Device | null };
type Brand = { name: string; version: string };

/** All brands but the made-up ones; none of a header that is no list of them. */
function brandsIn(header: string): Brand[] {
  if (header.length > LIMITS.clientHintChars) return [];
  const brands: Brand[] = [];
  BRAND.lastIndex = 0;
  while (BRAND.lastIndex < header.length) {
    const found = BRAND.exec(header);
    if (!found) return [];
    const [, name = '', version = ''] = found;
    if (!MADE_UP.test(name)) brands.push({ name, version });
  }
  return brands;
}

function browserOf(brands: readonly Brand[]): Pick<ClientHints, 'browser' | 'version'> | null {
  const brand =
    brands.find(({ name }) => BROWSERS.has(name)) ?? (brands.length === 1 ? brands[0] : undefined);
  const browser = brand && (BROWSERS.get(brand.name) ?? (brand.name === ENGINE ? ENGINE : undefined));
  if (!brand || browser === undefined) return null;
  const version = /^\d{1,5}/.exec(brand.version)?.[0];
  return { browser, ...(version === undefined ? {} : { version }) };
}
