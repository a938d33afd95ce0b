// Puts one tracker together: consent, recorder and captures, and the calls that a site may make.

import type { Props } from '../../src/contract/wire.ts';
import { captureClicks } from '../capture/clicks.ts';
import { capturePageviews } from '../capture/pageviews.ts';
import { captureScroll } from '../capture/scroll.ts';
import type { Load } from './core.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Options, Settings } from './options.ts';
import { type Signals, saysNo } from './privacy.ts';
import { createRecorder } from './recorder.ts';
import { openSlot } from './store.ts';

const STORAGE = { tab: 'sessionStorage', browser: 'localStorage', memory: '' };

export type Tracker = {
  /** Says who the visitor is, from now until reset(). */
  identify(userId: string, traits?: Props): void;
  /** Records an event of the site's own. */
  track(name: string, props?: Props): void;
  /** Records a pageview of the page as it is now; needed only with `capture.pageview: false`. */
  page(): void;
  /** A signed-in visitor's JWT, sent along with requests; without an argument it is forgotten. */
  setAuthToken(token?: string): void;
  /** The visitor agrees: recording starts, is remembered, and a random visitor id may be stored. */
  optIn(): void;
  /** The visitor refuses: recording stops, what waits and what was stored is thrown away. */
  optOut(): void;
  /** Forgets user, session and visitor: the next event begins a new session. */
  reset(): void;
  /** Sends what waits; resolves when this try is over. */
  flush(): Promise<void>;
  /** Sends what waits and stops. */
  shutdown(): void;
};

/** Starts a tracker, or one that waits for consent. Its calls may throw: script and module guard them. */
export function createTracker(options: Options, load: Load): Tracker {
  const settings: Settings = {
    ...options,
    ...options.session,
    ...options.batch,
    ...options.privacy,
    ...options.capture,
  };
  const { projectKey, persist = 'tab', consent = 'granted', storage, click = true, scroll = true } = settings;
  const slot = (kind: Parameters<typeof openSlot>[0], name: string) =>
    openSlot(kind, `heat:${projectKey}:${name}`);
  /** `in` or `out`, as the visitor said, or `as` where the site remembers without a word; and his random id. */
  const visitor = slot('localStorage', 'visitor');
  const stored = slot(STORAGE[persist], 'session');
  const core = createRecorder(settings, stored);
  core._load = load;
  let page: (() => void) | undefined;

  const remember = (as: 'in' | 'as', id = randomId()) => visitor(`${as}:${id}`);
  const start = () => {
    const said = visitor() ?? '';
    const mayStart = said[0] === 'i' || (said[0] !== 'o' && consent === 'granted');
    if (core._isOn || !mayStart || saysNo(navigator as Signals, settings)) return;
    core._isOn = true;
    if (!said && persist === 'browser') remember('as');
    recognise();
    if (page) return page();
    page = capturePageviews(core);
    if (click) captureClicks(core);
    if (scroll) captureScroll(core);
    if (storage === 'localStorage') load('keep', core);
    if (settings.inputs || settings.keyboard) load('inputs', core);
    load('more', core);
  };
  const recognise = () => {
    core._visitorId = visitor()?.split(':')[1];
  };

  // What was said on an earlier page does not count for a site that asks on every page.
  if (consent === 'denied') visitor(null);
  // A page that is only being prepared has no visitor yet.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', guard(start));
  else guard(start)();

  return {
    identify(id, traits) {
      core._user = { id: String(id), traits };
    },
    track(name, props) {
      core._emit({ type: 'custom', name: String(name), props });
    },
    page: () => page?.(),
    setAuthToken(jwt) {
      core._token = jwt;
    },
    optIn() {
      remember('in', core._visitorId);
      start();
      recognise();
    },
    optOut() {
      core._isOn = false;
      core._waiting = [];
      stored(null);
      core._user = core._visitorId = undefined;
      visitor('out');
    },
    reset() {
      stored(null);
      core._user = undefined;
      if (core._visitorId) remember(visitor()?.[0] === 'i' ? 'in' : 'as');
      recognise();
    },
    async flush() {
      core._collect('flush');
      await core._send();
    },
    shutdown() {
      core._collect('leave');
      core._send(true);
      core._isOn = false;
    },
  };
}
