// Puts one tracker together: consent, session, outbox and captures. Nothing here throws into the page.

import type { Props, WireUser } from '../../src/contract/wire.ts';
import { captureClicks } from '../capture/clicks.ts';
import { capturePageviews } from '../capture/pageviews.ts';
import { bytesOf } from './bytes.ts';
import type { Core, Draft } from './core.ts';
import { describeElement } from './describe-element.ts';
import { packEnvelope } from './envelope.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Options } from './options.ts';
import { createOutbox } from './outbox.ts';
import { BUILT_IN_BLOCK, type Signals, saysNo } from './privacy.ts';
import { sessionAt } from './session.ts';
import { openSlot } from './store.ts';
import { SDK_NAME, VERSION } from './version.ts';
import type { FramedEvent } from './waiting.ts';

/** An event larger than this fits no beacon and is not recorded. */
const EVENT_BYTES = 50_000;
const KIND = { tab: 'sessionStorage', browser: 'localStorage', memory: '' } as const;

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

/** Starts further captures, at once or when they have been loaded. */
export type More = (core: Core, options: Options) => void;

/** Starts a tracker, or one that waits for consent. */
export function createTracker(options: Options, more: More): Tracker {
  const {
    projectKey: key,
    session: { idleTimeoutMs: idleMs = 1_800_000, persist = 'tab' } = {},
    batch: { maxEvents = 50, flushIntervalMs = 2000, maxQueueBytes: maxBytes = 1_000_000 } = {},
    sampling: rate = 1,
    moveSampleRate: moveRate = 1,
    privacy: { consent = 'granted', blockSelectors, allowSelectors, maskTextSelectors, ...privacy } = {},
    capture: { click = true, pageview = true } = {},
  } = options;
  const { language, platform } = navigator;
  const head = {
    v: 1,
    key,
    sdk: { name: SDK_NAME, version: VERSION },
    app: options.app,
    device: { language, platform, screenW: screen.width, screenH: screen.height },
    rate,
    moveRate,
    ids: `${randomId()}-`,
  } as const;
  const slot = (kind: Parameters<typeof openSlot>[0], name: string) => openSlot(kind, `heat:${key}:${name}`);
  const choice = slot('localStorage', 'choice');
  const visitor = slot('localStorage', 'visitor');
  const stored = slot(KIND[persist], 'session');
  const collectors: Parameters<Core['onCollect']>[0][] = [];
  const blocked = String(blockSelectors ?? '');
  const allowed = String(allowSelectors ?? '');
  let user: WireUser | undefined;
  let visitorId: string | undefined;
  let token: string | undefined;
  let number = 0;
  let sessionId = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let page: (() => void) | undefined;

  const { add, pump, beacon, clear } = createOutbox({
    endpoint: new URL('ingest', options.endpoint || location.origin).href,
    maxEvents,
    maxBytes,
    encode: (batch) => JSON.stringify(packEnvelope(head, batch, Date.now())),
    headers: () => (token ? { authorization: `Bearer ${token}` } : ({} as Record<string, string>)),
  });
  const flush = () => {
    timer = undefined;
    core.collect('flush');
    return pump();
  };
  const core: Core = {
    page: { url: '' },
    isOn: false,
    describe: (el) => describeElement(el, String(maskTextSelectors ?? '')),
    on(target, types, handler) {
      const heard = guard((event: Event) => core.isOn && handler(event as never));
      for (const type of types.split(' '))
        target.addEventListener(type, heard, { capture: true, passive: true });
    },
    emit(draft: Draft, isPassive, atMs = Date.now()) {
      const session = core.isOn && sessionAt(stored, atMs, { idleMs, isPassive });
      if (!session || session.roll >= rate || (draft.type === 'move' && session.roll >= rate * moveRate))
        return;
      // A session that begins in an open page begins with a view of it.
      const isNew = session.id !== sessionId;
      sessionId = session.id;
      if (isNew && pageview && draft.type !== 'pageview') core.emit({ type: 'pageview' }, isPassive, atMs);
      // By way of JSON: what the page changes afterwards in its own objects is no concern of ours.
      const text = JSON.stringify({ i: number, t: atMs, ...draft });
      const bytes = bytesOf(text);
      if (bytes > EVENT_BYTES) return;
      add({
        event: JSON.parse(text) as FramedEvent,
        page: core.page,
        view: [innerWidth, innerHeight, devicePixelRatio],
        session: { ...session, user, visitorId },
        bytes,
        tries: 0,
      });
      core.wake();
      return number++;
    },
    lastClick: () => undefined,
    wake() {
      timer = timer ?? setTimeout(guard(flush), flushIntervalMs);
    },
    onCollect: (collector) => collectors.push(collector),
    collect(occasion) {
      // A route sets its title after its address: what it is when the page is left counts.
      core.page.title = document.title;
      for (const collector of collectors) guard(collector)(occasion);
    },
    beacon,
    isBlocked: (el) =>
      el.closest(BUILT_IN_BLOCK) || (blocked && el.closest(blocked) && !(allowed && el.closest(allowed))),
  };

  const start = () => {
    const said = choice();
    if (core.isOn || !(said ? said === 'in' : consent === 'granted') || saysNo(navigator as Signals, privacy))
      return;
    core.isOn = true;
    recognise();
    if (page) return page();
    page = guard(capturePageviews)(core, pageview);
    if (click) guard(captureClicks)(core);
    more(core, options);
  };
  /** Gives the visitor a random id where the site or the visitor has agreed to store one. */
  const recognise = () => {
    if (persist === 'browser' || choice()) {
      visitorId = visitor() ?? randomId();
      visitor(visitorId);
    }
  };
  const forget = () => {
    stored(null);
    visitor(null);
    user = visitorId = undefined;
  };

  // What was said on an earlier page does not count for a site that asks on every page.
  if (consent === 'denied') choice(null);
  // A page that is only being prepared has no visitor yet.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', guard(start), { once: true });
  else guard(start)();

  return {
    identify: guard((id, traits) => {
      user = { id: String(id), traits };
    }),
    track: guard((event, props) => {
      core.emit({ type: 'custom', name: String(event), props });
    }),
    page: guard(() => page?.()),
    setAuthToken(jwt) {
      token = jwt;
    },
    optIn: guard(() => {
      choice('in');
      start();
      recognise();
    }),
    optOut: guard(() => {
      core.isOn = false;
      clear();
      forget();
      choice('out');
    }),
    reset: guard(() => {
      forget();
      if (core.isOn) recognise();
    }),
    flush: async () => guard(flush)(),
    shutdown: guard(() => {
      core.collect('hide');
      beacon();
      core.isOn = false;
    }),
  };
}
