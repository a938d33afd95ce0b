// What a site holds in its hands: one tracker, with consent in front of everything. Nothing here throws into the page.

import type { Props } from '../../src/contract/wire.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Options } from './options.ts';
import { type Signals, saysNo } from './privacy.ts';
import { type Identity, type Runtime, startRuntime } from './runtime.ts';
import { openSlot } from './store.ts';

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

const KIND = { tab: 'sessionStorage', browser: 'localStorage', memory: '' } as const;

/** Starts a tracker, or one that waits for consent. */
export function createTracker(options: Options): Tracker {
  const { session: { persist = 'tab' } = {}, privacy: { consent = 'granted', ...privacy } = {} } = options;
  const name = `heat:${options.projectKey}:`;
  const choice = openSlot('localStorage', `${name}choice`);
  const visitor = openSlot('localStorage', `${name}visitor`);
  const session = openSlot(KIND[persist], `${name}session`);
  const identity: Identity = {};
  let running: Runtime | undefined;

  const start = () => {
    const said = choice();
    const mayRecord = said ? said === 'in' : consent === 'granted';
    if (running || !mayRecord || saysNo(navigator as Signals, privacy)) return;
    identify();
    running = startRuntime(options, session, identity);
  };
  /** Gives the visitor a random id where the site or the visitor has agreed to store one. */
  const identify = () => {
    if (persist !== 'browser' && !choice()) return;
    identity.visitorId = visitor() ?? randomId();
    visitor(identity.visitorId);
  };
  const forget = () => {
    session(null);
    visitor(null);
    identity.user = identity.visitorId = undefined;
  };

  // What was said on an earlier page does not count for a site that asks on every page.
  if (consent === 'denied') choice(null);
  // A page that is only being prepared has no visitor yet.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', guard(start), { once: true });
  else guard(start)();

  return {
    identify: guard((id, traits) => {
      identity.user = { id: String(id), traits };
    }),
    track: guard((event, props) => {
      running?.emit({ type: 'custom', name: String(event), props });
    }),
    page: guard(() => running?.page?.()),
    setAuthToken(token) {
      identity.token = token;
    },
    optIn: guard(() => {
      choice('in');
      start();
      identify();
    }),
    optOut: guard(() => {
      running?.stop(true);
      running = undefined;
      forget();
      choice('out');
    }),
    reset: guard(() => {
      forget();
      if (running) identify();
    }),
    flush: async () => guard(() => running?.flush())(),
    shutdown: guard(() => {
      running?.stop();
      running = undefined;
    }),
  };
}
