// Makes events of what captures hand in. Taking one costs next to nothing, because the visitor's input waits for it;
// a moment later it is framed with number, time, page, view and session, and queued.

import type { Core } from './core.ts';
import { closestOf, describeRaw } from './describe-raw.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Selectors, Settings } from './options.ts';
import { BODY_BYTES, createOutbox } from './outbox.ts';
import { BUILT_IN_BLOCK } from './privacy.ts';
import { bytesOf } from './rules.ts';
import { sessionsIn } from './session.ts';
import type { Slot } from './store.ts';
import { VERSION } from './version.ts';
import type { Frame, FramedEvent, Fresh, Waiting } from './waiting.ts';

/** An event larger than this fits no request and is not recorded. */
const EVENT_BYTES = 25_000;
/** Long enough for the page to be drawn first: what is looked up then makes no browser lay out a page before its time. */
const SETTLE_MS = 50;

const list = (selectors?: Selectors) => (selectors?.length ? selectors : ':not(*)') as string;

/** Makes a core that is off; `stored` holds the session. */
export function createRecorder(settings: Settings, stored: Slot): Core {
  const {
    flushIntervalMs = 2000,
    maxEvents = 50,
    blockSelectors,
    allowSelectors,
    maskTextSelectors,
  } = settings;
  const blocked = `${BUILT_IN_BLOCK},${list(blockSelectors)}`;
  let timer: unknown;

  const core = {
    _settings: settings,
    _endpoint: new URL('ingest', settings.endpoint).href,
    _page: { url: '' },
    _signs: 0,
    _fresh: [],
    _collectors: [],
    _describe: (el) => describeRaw(el, `${blocked},${list(maskTextSelectors)}`),
    _on(target: EventTarget, types: string, handler: (event: never) => unknown) {
      const heard = guard((event: Event) => core._isOn && handler(event as never));
      for (const type of types.split(' ')) target.addEventListener(type, heard, true);
    },
    _emit(draft, isPassive, atMs = Date.now()) {
      if (!core._isOn) return;
      (draft as FramedEvent).t = atMs;
      const entry: Fresh = {
        _event: draft as FramedEvent,
        _page: core._page,
        _isPassive: isPassive,
      };
      if (core._fresh.push(entry) < 2) setTimeout(core._settle, SETTLE_MS);
      return entry;
    },
    _settle(occasion) {
      // A route sets its title after its address: what it is when the page was last looked at or pressed counts. At the
      // turn the page may have set the next one's. It is an element where a form has that name.
      core._page.title = (occasion === 'turn' && core._page.title) || String(document.title);
      for (const entry of core._fresh.splice(0)) guard(frame)(entry);
      // A full batch is sent at once.
      if (core._waiting[maxEvents - 1] || bytesOf(core._waiting) > BODY_BYTES) core._send();
    },
    _wake() {
      timer =
        timer ||
        setTimeout(() => {
          timer = 0;
          core._send('flush');
        }, flushIntervalMs);
    },
    _collect(occasion) {
      // What a route shows is not there yet when its address is: the next look at the page is a whole interval away.
      timer = clearTimeout(timer as number);
      core._wake();
      for (const collector of core._collectors) guard(collector)(occasion);
      core._settle(occasion);
    },
    _isBlocked: (el) =>
      closestOf(el, blocked) && (closestOf(el, BUILT_IN_BLOCK) || !closestOf(el, list(allowSelectors))),
    // Outbox and tracker bring the last of it.
  } as Partial<Core> as Core;
  const frame = createFrames(core, stored);
  createOutbox(core);
  return core;
}

/** Answers what frames an event and queues it, if its session is in the sample. */
function createFrames(core: Core, stored: Slot): (entry: Fresh) => void {
  const {
    projectKey: key,
    app,
    idleTimeoutMs = 1_800_000,
    sampling: rate,
    moveSampleRate: moveRate,
    pageview = true,
  } = core._settings;
  const sessionAt = sessionsIn(stored, idleTimeoutMs);
  const ids = randomId();
  let number = 0;
  let sessionId: string;
  let frame: Frame;

  return function take(entry: Fresh & Partial<Waiting>) {
    const { _event: event, _page: page, _isPassive } = entry;
    const { t, type } = event;
    const session = sessionAt(t, _isPassive);
    if (!session) return;
    const [id, startedAt, roll] = session;
    if (roll >= (rate ?? 1) * (type === 'move' ? (moveRate ?? 1) : 1)) return;
    // A session that begins in an open page begins with a view of it.
    if (id !== sessionId) {
      sessionId = id;
      if (pageview && type !== 'pageview')
        take({ _event: { t, type: 'pageview' } as FramedEvent, _page: page, _isPassive });
    }
    const now: Frame = {
      v: 1,
      key,
      sdk: { version: VERSION },
      app,
      rate,
      moveRate,
      ids,
      session: { id, startedAt },
      user: core._user,
      visitorId: core._visitorId,
      views: [[innerWidth, innerHeight, devicePixelRatio, screen.width, screen.height]],
      pages: [page],
    };
    if (JSON.stringify(now) !== JSON.stringify(frame)) frame = now;
    event.i = number++;
    // A path may have begun before the click that opened the session.
    event.t = Math.max(t - startedAt, 0);
    // A Blob would count bytes as well, but asks another process: half a millisecond each time.
    entry._bytes = new TextEncoder().encode(JSON.stringify(event)).length;
    entry._frame = frame;
    if (entry._bytes < EVENT_BYTES) core._waiting.push(entry as Waiting);
    core._wake();
  };
}
