// One running tracker, from consent to shutdown: frames events, queues and sends them, and drives the captures.

import type { WireUser } from '../../src/contract/wire.ts';
import { captureClicks } from '../capture/clicks.ts';
import { captureErrors } from '../capture/errors.ts';
import { captureMoves } from '../capture/moves.ts';
import { capturePageviews } from '../capture/pageviews.ts';
import { captureScroll } from '../capture/scroll.ts';
import { bytesOf } from './bytes.ts';
import type { Core, Occasion } from './core.ts';
import { packEnvelope } from './envelope.ts';
import { guard } from './guard.ts';
import { randomId } from './id.ts';
import type { Options } from './options.ts';
import { BUILT_IN_BLOCK } from './privacy.ts';
import { createQueue, type FramedEvent } from './queue.ts';
import { sessionAt } from './session.ts';
import type { Slot } from './store.ts';
import { createTransport } from './transport.ts';
import { SDK_NAME, VERSION } from './version.ts';

/** An event larger than this fits no beacon and is not recorded. */
const EVENT_BYTES = 50_000;

/** Who the visitor is, as far as it is known; read whenever an event is framed or sent. */
export type Identity = { user?: WireUser; visitorId?: string; token?: string };

export type Runtime = ReturnType<typeof startRuntime>;

export function startRuntime(options: Options, slot: Slot, identity: Identity) {
  const {
    session: { idleTimeoutMs: idleMs = 1_800_000 } = {},
    batch: { maxEvents = 50, flushIntervalMs = 2000, maxQueueBytes = 1_000_000 } = {},
    sampling = 1,
    moveSampleRate = 1,
    privacy: { blockSelectors = [], allowSelectors = [], maskTextSelectors = [] } = {},
    capture: { click = true, move = {}, scroll = true, pageview = true, errors = true } = {},
  } = options;
  const { language, platform } = navigator;
  const head = {
    v: 1,
    key: options.projectKey,
    sdk: { name: SDK_NAME, version: VERSION },
    app: options.app,
    device: { language, platform, screenW: screen.width, screenH: screen.height },
    rate: sampling,
    moveRate: moveSampleRate,
    ids: `${randomId()}-`,
  } as const;
  const queue = createQueue(maxQueueBytes, maxEvents);
  const { pump, beacon } = createTransport({
    endpoint: new URL('ingest', options.endpoint || location.origin).href,
    queue,
    encode: (batch) => JSON.stringify(packEnvelope(head, batch, Date.now())),
    token: () => identity.token,
  });
  const collectors: ((occasion: Occasion) => void)[] = [];
  const blocked = String(blockSelectors);
  const allowed = String(allowSelectors);
  let number = 0;
  let sessionId = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    core.collect('flush');
    return pump();
  };
  const core: Core = {
    page: { url: '' },
    isOn: true,
    mask: String(maskTextSelectors),
    on(target, types, handler) {
      const heard = guard((event: Event) => core.isOn && handler(event as never));
      for (const type of types.split(' '))
        target.addEventListener(type, heard, { capture: true, passive: true });
    },
    emit(draft, isPassive, atMs = Date.now()) {
      const session = core.isOn && sessionAt(slot, atMs, { idleMs, isPassive });
      if (!session || session.roll >= sampling) return undefined;
      if (draft.type === 'move' && session.roll >= sampling * moveSampleRate) return undefined;
      // A session that begins in an open page begins with a view of it.
      const isNew = session.id !== sessionId;
      sessionId = session.id;
      if (isNew && pageview && draft.type !== 'pageview') core.emit({ type: 'pageview' }, isPassive, atMs);
      // By way of JSON: what the page changes afterwards in its own objects is no concern of ours.
      const text = JSON.stringify({ i: number, t: atMs, ...draft });
      const bytes = bytesOf(text);
      if (bytes > EVENT_BYTES) return undefined;
      queue.add({
        event: JSON.parse(text) as FramedEvent,
        page: core.page,
        view: [innerWidth, innerHeight, devicePixelRatio],
        session: { ...session, user: identity.user, visitorId: identity.visitorId },
        bytes,
        tries: 0,
      });
      if (queue.length() >= maxEvents) pump();
      core.wake();
      return number++;
    },
    wake() {
      timer ??= setTimeout(guard(flush), flushIntervalMs);
    },
    onCollect: (collector) => collectors.push(collector),
    collect(occasion) {
      // A route sets its title after its address: what it is when the page is left counts.
      core.page.title = document.title;
      for (const collector of collectors) guard(collector)(occasion);
    },
    hide() {
      core.collect('hide');
      beacon();
    },
    isBlocked: (el) =>
      el.closest(BUILT_IN_BLOCK) || (blocked && el.closest(blocked) && !(allowed && el.closest(allowed))),
  };

  const page = guard(capturePageviews)(core, pageview);
  const lastClick = click ? guard(captureClicks)(core) : undefined;
  if (move.enabled ?? true) guard(captureMoves)(core, move.throttleMs ?? 80);
  if (scroll) guard(captureScroll)(core);
  if (errors) guard(captureErrors)(core, lastClick);

  return {
    emit: core.emit,
    page,
    flush,
    /** Sends what waits by beacon, unless it shall be thrown away, and stops. */
    stop(isDiscarded?: boolean) {
      if (!isDiscarded) core.hide();
      while (queue.length()) queue.take();
      core.isOn = false;
    },
  };
}
