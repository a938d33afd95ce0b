// What waits to be sent and how it leaves: by fetch with retries while the page lives, by beacon when it goes.
// Nothing is forgotten before an answer; what is sent twice has the same ids and is stored once.

import type { Core } from './core.ts';
import { guard } from './guard.ts';
import { pause } from './pause.ts';
import type { Frame, Waiting } from './waiting.ts';

/** Fetches that outlive a page and beacons share 64 KiB: two bodies of this size fit. */
export const BODY_BYTES = 30_000;
/** A request that hangs this long counts as failed, ms. */
const PATIENCE_MS = 30_000;
/** Until the part comes that judges answers: below this status there is nothing to hope for; else one asks again, ms. */
const PLAIN_REFUSAL = 429;
const TIMEOUT = 408;
const RETRY_MS = 10_000;

/** What the outbox knows of the core. */
export type Sender = Pick<
  Core,
  | '_waiting'
  | '_underWay'
  | '_endpoint'
  | '_isOn'
  | '_pack'
  | '_judge'
  | '_refer'
  | '_token'
  | '_settings'
  | '_send'
  | '_collect'
  | '_collectors'
  | '_settle'
>;

/** Gives the core its queues and its `_send`. */
export function createOutbox(core: Sender): void {
  const { maxEvents = 50 } = core._settings;
  // Taken early: what the page wraps later shall not see our requests.
  const request = fetch;
  /** Anything while a request is made, on its way or to be made again. */
  let isBusy: unknown;

  /** What may leave and travels with the first of it, as much as fits. */
  const next = () => {
    let frame: Frame | undefined;
    let room = BODY_BYTES;
    return core._waiting
      .filter(({ _isHeld, _frame, _bytes }) => {
        if (_isHeld || _frame !== (frame ?? _frame)) return false;
        frame = _frame;
        room -= _bytes;
        return room > 0;
      })
      .slice(0, maxEvents);
  };
  const drop = (batch: readonly Waiting[]) => {
    core._waiting = core._waiting.filter((entry) => !batch.includes(entry));
  };
  /** One request body; a visitor's token and `sentAt` are those of every try, ids and times are not. */
  const pack = (batch: readonly Waiting[]) =>
    JSON.stringify({
      ...batch[0]?._frame,
      token: core._token,
      sentAt: Date.now(),
      ...core._refer(batch),
    });
  core._refer = (batch) => ({ events: batch.map(({ _event }) => _event) });
  core._waiting = [];
  core._underWay = [];
  core._judge = (answer) =>
    answer && answer.status < PLAIN_REFUSAL && answer.status !== TIMEOUT ? 0 : RETRY_MS;
  core._send = async (occasion) => {
    // Nobody waits for a flush: what is looked up for it is spread over tasks, and what the visitor does comes between.
    if (occasion === 'flush' && !document.hidden) {
      for (const work of [...core._collectors, core._settle]) {
        await guard(work)(occasion);
        await pause();
      }
    } else if (occasion) {
      core._collect(occasion);
      // There may be no later.
      for (const entry of core._waiting) entry._isHeld = false;
    }
    let batch = next();
    // What cannot go now waits for the page's return.
    // What leaves while a request is under way has no other chance in a browser that ends its last tab at once.
    const isGone = occasion === 'pagehide' || (occasion === 'visibilitychange' && core._underWay[0]);
    const kept = core._waiting;
    while (isGone && batch[0] && navigator.onLine && navigator.sendBeacon?.(core._endpoint, pack(batch))) {
      drop(batch);
      batch = next();
    }
    // A page that is only hidden lives on, and nobody tells it what became of a beacon: it asks again when it may.
    if (occasion !== 'pagehide') core._waiting = kept;
    if (isGone || isBusy || !batch[0]) return;
    let answer: Response | undefined;
    isBusy = batch;
    const text = pack(batch);
    const body = (await core._pack?.(text)) ?? text;
    // Refused, or all taken along by beacons, meanwhile.
    isBusy = core._waiting[0];
    if (!isBusy) return;
    // Not before: what is only being packed does not outlive the page.
    drop(batch);
    core._underWay = batch;
    try {
      answer = await request(core._endpoint, {
        method: 'POST',
        body,
        keepalive: true,
        credentials: 'omit',
        signal: AbortSignal.timeout?.(PATIENCE_MS),
      });
    } catch {}
    core._underWay = [];
    const goOn = () => {
      isBusy = 0;
      return core._send();
    };
    const delayMs = core._judge(answer);
    // After optOut() nothing is tried again.
    if (!delayMs || !core._isOn) return goOn();
    // Others go first: what the server cannot take must not keep them back. Nothing else is sent meanwhile.
    core._waiting.push(...batch);
    setTimeout(goOn, delayMs);
  };
}
