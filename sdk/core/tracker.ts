// Puts one tracker together: consent, recorder and captures, and the calls that a site may make.

import type { Json, WireUser } from '../../src/contract/wire.ts';
import { captureClicks } from '../capture/clicks.ts';
import { captureMoves } from '../capture/moves.ts';
import { capturePageviews } from '../capture/pageviews.ts';
import { captureScroll } from '../capture/scroll.ts';
import type { Draft, Load } from './core.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Options, Settings } from './options.ts';
import { type Signals, saysNo } from './privacy.ts';
import { createRecorder } from './recorder.ts';
import { openSlot } from './store.ts';

type Prerendered = Document & { prerendering?: boolean };

/** Characters of `in:` and `as:`. */
const PREFIX = 3;
/** Any other is none, and memory serves. */
const STORAGE: { [persist: string]: string } = { tab: 'sessionStorage', browser: 'localStorage' };

/** Traits of a user or properties of an event: JSON; what is undefined is left out. */
export type Details = { readonly [name: string]: Json | undefined };

export type Tracker = {
  /** Says who the visitor is, from now until reset(). */
  identify(userId: string, traits?: Details): void;
  /** Records an event of the site's own. */
  track(name: string, props?: Details): void;
  /** Records a pageview of the page as it is now; needed only with `capture.pageview: false`. */
  page(): void;
  /** A signed-in visitor's JWT, sent along with batches; without an argument it is forgotten. */
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

/** What the page hands over as it is now: what it changes afterwards in its own objects is no concern of ours. */
const copy = <T>(value: unknown): T => JSON.parse(JSON.stringify(value));

/** Starts a tracker, or one that waits for consent. Its calls may throw: script and module guard them. */
export function createTracker(options: Options, load: Load): Tracker {
  const settings: Settings = {
    ...options,
    ...options.session,
    ...options.batch,
    ...options.privacy,
    ...options.capture,
  };
  const { projectKey, persist = 'tab', consent = 'granted', click = true, scroll = true } = settings;
  const prefix = `heat:${projectKey}:`;
  /** `in:` or `as:` (the site remembers, without a word of his) and the visitor's random id; or `out`. */
  const visitor = openSlot('localStorage', `${prefix}visitor`);
  const stored = openSlot(STORAGE[persist] as string, `${prefix}session`);
  const core = createRecorder(settings, stored);
  core._load = load;
  let page: (() => void) | undefined;

  const know = (said: string, id = visitor().slice(PREFIX) || randomId()) => {
    visitor(said.slice(0, PREFIX) + id);
    core._visitorId = id;
  };
  const start = guard(() => {
    const said = visitor();
    const mayStart = said[0] === 'i' || (said[0] !== 'o' && consent === 'granted');
    if (
      core._isOn ||
      (document as Prerendered).prerendering ||
      !mayStart ||
      saysNo(navigator as Signals, settings)
    )
      return;
    core._isOn = true;
    if (said || persist === 'browser') know(said || 'as:');
    if (page) return page();
    page = capturePageviews(core);
    if (click) captureClicks(core);
    captureMoves(core);
    if (scroll) captureScroll(core);
    // A request for a file takes as long as all else here.
    setTimeout(load, 0, 'more', core);
  });

  // What was said on an earlier page does not count for a site that asks on every page; who it was does, once he agrees.
  if (consent === 'denied') {
    const id = visitor().slice(PREFIX);
    visitor(id && `as:${id}`);
  }
  // A page that is only being prepared has no visitor yet.
  addEventListener('prerenderingchange', start, true);
  start();

  return {
    identify(id, traits) {
      core._settle();
      core._user = copy<WireUser>({ id: String(id), traits });
    },
    track(name, props) {
      core._emit(copy<Draft>({ type: 'custom', name: String(name), props }));
    },
    page: () => page?.(),
    setAuthToken(jwt) {
      core._token = jwt;
    },
    optIn() {
      know('in:');
      start();
    },
    optOut() {
      core._isOn = false;
      core._fresh = [];
      core._waiting = [];
      stored('');
      core._user = core._visitorId = undefined;
      visitor('out');
    },
    reset() {
      core._settle();
      stored('');
      core._user = undefined;
      if (core._visitorId) know(visitor(), randomId());
    },
    flush: () => core._send('flush') as Promise<void>,
    shutdown() {
      core._send('pagehide');
      core._isOn = false;
    },
  };
}
