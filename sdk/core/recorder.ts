// Makes events of what captures hand in: framed with number, time, page, view and session, and queued.

import { bytesOf } from './bytes.ts';
import type { Core } from './core.ts';
import { describeElement } from './describe-element.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Settings } from './options.ts';
import { createOutbox } from './outbox.ts';
import { BUILT_IN_BLOCK } from './privacy.ts';
import { sessionAt } from './session.ts';
import type { Slot } from './store.ts';
import { SDK_NAME, VERSION } from './version.ts';
import type { FramedEvent, Waiting } from './waiting.ts';

/** An event larger than this fits no request and is not recorded. */
const EVENT_BYTES = 25_000;

const list = (selectors?: string | string[]) => String(selectors ?? '') || ':not(*)';

/** Makes a core that is off; `stored` holds the session. */
export function createRecorder(settings: Settings, stored: Slot): Core {
  const {
    projectKey: key,
    app,
    idleTimeoutMs: idleMs = 1_800_000,
    sampling: rate,
    moveSampleRate: moveRate,
    flushIntervalMs = 2000,
    pageview = true,
    blockSelectors,
    allowSelectors,
    maskTextSelectors,
  } = settings;
  const ids = `${randomId()}-`;
  let number = 0;
  let sessionId: string;
  let timer: unknown;

  const core = {
    _settings: settings,
    _endpoint: new URL('ingest', settings.endpoint || location.origin).href,
    _page: { url: '' },
    _signs: 0,
    _waiting: [],
    _collectors: [],
    _describe: (el) => describeElement(el, `${BUILT_IN_BLOCK},${list(maskTextSelectors)}`),
    _on(target: EventTarget | undefined, types: string, handler: (event: never) => unknown) {
      const heard = guard((event: Event) => core._isOn && handler(event as never));
      for (const type of types.split(' '))
        target?.addEventListener(type, heard, { capture: true, passive: true });
    },
    _emit(draft, isPassive, atMs = Date.now()) {
      const session = core._isOn && sessionAt(stored, atMs, { idleMs, isPassive });
      const share = (rate ?? 1) * (draft.type === 'move' ? (moveRate ?? 1) : 1);
      if (!session || session.roll >= share) return;
      const { id, startedAt } = session;
      // A session that begins in an open page begins with a view of it.
      const isNew = id !== sessionId;
      sessionId = id;
      if (isNew && pageview && draft.type !== 'pageview') core._emit({ type: 'pageview' }, isPassive, atMs);
      // A path may have begun before the click that opened the session.
      // By way of JSON: what the page changes afterwards in its own objects is no concern of ours.
      const text = JSON.stringify({ i: number, t: Math.max(atMs, startedAt), ...draft });
      const { _page, _user: user, _visitorId: visitorId } = core;
      const frame: Waiting['_frame'] = {
        v: 1,
        key,
        sdk: { name: SDK_NAME, version: VERSION },
        app,
        device: { screenW: screen.width, screenH: screen.height },
        rate,
        moveRate,
        ids,
        session: { id, startedAt },
        user,
        visitorId,
        views: [[innerWidth, innerHeight, devicePixelRatio]],
      };
      const entry: Waiting = {
        _event: JSON.parse(text) as FramedEvent,
        _frame: frame,
        _page,
        _group: JSON.stringify([frame, _page.url]),
        _bytes: bytesOf(text),
        _isHeld: draft.type === 'click',
      };
      if (entry._bytes > EVENT_BYTES) return;
      number++;
      add(entry);
      core._wake();
      return entry;
    },
    _wake() {
      timer =
        timer ||
        setTimeout(() => {
          timer = 0;
          core._collect('flush');
          core._send();
        }, flushIntervalMs);
    },
    _collect(occasion) {
      // A route sets its title after its address: what it is when the page is left counts.
      core._page.title = document.title;
      for (const collector of core._collectors) guard(collector)(occasion);
    },
    _isBlocked: (el) =>
      el.closest(BUILT_IN_BLOCK) || (el.closest(list(blockSelectors)) && !el.closest(list(allowSelectors))),
    // Outbox and tracker bring the last of it.
  } as Omit<Core, '_send' | '_load'> as Core;
  const add = createOutbox(core);
  return core;
}
