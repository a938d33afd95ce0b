// What made-up visitors say of themselves, so that every dimension has something to tell apart.

import type { SessionRow } from '../port-apply.ts';

export type VisitTraits = Pick<
  SessionRow,
  | 'userId'
  | 'source'
  | 'country'
  | 'browser'
  | 'os'
  | 'referrer'
  | 'medium'
  | 'utmSource'
  | 'utmMedium'
  | 'utmCampaign'
  | 'utmTerm'
  | 'utmContent'
  | 'language'
  | 'screenW'
  | 'screenH'
  | 'appName'
  | 'appVersion'
  | 'appEnv'
>;

const SOURCES = ['google.com', 'newsletter', 'news.example', null, "o'brien_100%"];
const COUNTRIES = ['DE', 'US', 'NP', 'AU', null];
const BROWSERS = ['Chrome', 'Firefox', 'Safari', null];
const SYSTEMS = ['Windows', 'macOS', 'iOS', 'Android'];

export function randomTraits(random: () => number): VisitTraits {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const [screenW, screenH] = pick([
    [1920, 1080],
    [390, 844],
    [null, null],
  ] as const);
  return {
    source: pick(SOURCES),
    country: pick(COUNTRIES),
    browser: pick(BROWSERS),
    os: pick(SYSTEMS),
    userId: pick([null, null, 'ada@example.org', 'Åsa', 'x:y:z']),
    referrer: pick([null, 'https://news.example/a?b=1', 'https://google.com/']),
    medium: pick([null, 'social', 'search']),
    utmSource: pick([null, 'mail']),
    utmMedium: pick([null, 'cpc', 'CPC']),
    utmCampaign: pick([null, 'spring_sale', 'springXsale']),
    utmTerm: pick([null, '50% off', '50 off']),
    utmContent: pick([null, 'banner[1]', 'banner1']),
    language: pick(['en', 'de-AT', null]),
    ...{ screenW, screenH },
    appName: pick([null, 'shop']),
    appVersion: pick([null, '1.2.0', '1.10.0']),
    appEnv: pick([null, 'production', 'staging']),
  };
}
