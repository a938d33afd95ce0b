// What must not be recorded: visitors who said no, private parts of a page, secrets in addresses.

import type { Selectors } from './options.ts';

/** Inside these nothing is recorded, whatever the site configures. */
export const BUILT_IN_BLOCK =
  '[data-private],[type=password],[autocomplete*=one-time-code],[autocomplete*=password],[autocomplete*=cc-]';

/** Selector of what no hash is made of: what is private, blocked or masked. */
export function unhashed({ blockSelectors, maskTextSelectors }: HidingOptions): string {
  return [BUILT_IN_BLOCK, blockSelectors, maskTextSelectors].flat().filter(Boolean).join();
}

type HidingOptions = { blockSelectors?: Selectors; maskTextSelectors?: Selectors };

const SECRET_NAME =
  /token|secret|pass|pwd|auth(?!or)|key$|session|signature|jwt|mail|card|cv[cv]|iban|otp|phone|^(code|sid|sig|hash|pin|ssn|tel|state)$/i;
/** Tokens, e-mail addresses, account and card numbers. */
const SECRET_VALUE = /^eyJ|@|%40|^[a-z]{2}\d\d[+\w]{11}|(\d\W?){13}/i;

/**
 * The address without parameters that look like secrets or e-mail addresses, and at most 2048 characters. The signs
 * between them stay: the server, to which empty parameters are none, drops them.
 */
export const cleanUrl = (url: string): string =>
  url
    .replace(/([?&])([^=&#]*)=([^&#]*)/g, (pair, mark, name, value) =>
      SECRET_NAME.test(name) || SECRET_VALUE.test(value) ? mark : pair,
    )
    .slice(0, 2048);

/**
 * The page's address as reports know it: cleaned, with a fragment only where a router keeps its route there, or where
 * the site says that fragments are routes: then written as one, `#/…`, which is how the server knows it.
 */
export const pageUrl = (href: string, hashRoutes?: boolean): string =>
  cleanUrl(href.replace(/#(?!!?\/)(.*)/, hashRoutes ? '#/$1' : ''));

export type Signals = { globalPrivacyControl?: boolean; doNotTrack?: string | null };

/** True when the browser asks not to be tracked and the site has not switched that question off. */
export const saysNo = (
  signals: Signals,
  settings: { respectGpc?: boolean; respectDoNotTrack?: boolean },
): boolean | undefined =>
  (settings.respectGpc !== false && signals.globalPrivacyControl) ||
  (settings.respectDoNotTrack !== false && signals.doNotTrack === '1');
