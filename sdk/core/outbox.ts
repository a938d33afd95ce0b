// What waits to be sent and how it leaves: by fetch with retries while the page lives, by beacon when it goes.
// Nothing is forgotten before an answer; what is sent twice has the same ids and is stored once.

import type { Core, Part } from './core.ts';
import { packEnvelope } from './envelope.ts';
import { isWorthRetry, leastNeeded, retryDelay } from './rules.ts';
import type { Waiting } from './waiting.ts';

/** Fetches that outlive a page and beacons share 64 KiB: two bodies of this size fit. */
const BODY_BYTES = 30_000;
/** A request that hangs this long counts as failed, ms. */
const PATIENCE_MS = 30_000;

/**
 * Gives the core its `_send`, and answers what adds an entry to `core._waiting`. A full batch is sent at once; above
 * `maxQueueBytes` leastNeeded() says what goes.
 */
export function createOutbox(
  core: Pick<Core, '_waiting' | '_endpoint' | '_isOn' | '_pack' | '_token' | '_settings' | '_send'> &
    Partial<Pick<Core, '_load'>>,
): (entry: Waiting) => void {
  const { maxEvents = 50, maxQueueBytes = 1_000_000 } = core._settings;
  // Taken early: what the page wraps later shall not see our requests.
  const request = fetch;
  let underWay: Waiting[] = [];
  let isBusy = false;
  let hasWarned = false;
  let failures = 0;
  let most = maxEvents;

  const bytesWaiting = () => core._waiting.reduce((sum, { _bytes }) => sum + _bytes, 0);
  const without = (batch: readonly Waiting[]) => core._waiting.filter((entry) => !batch.includes(entry));
  /** The next batch: what may leave and belongs to the first of it, as much as fits. */
  const next = () => {
    const free = without(underWay).filter(({ _isHeld }) => !_isHeld);
    let room = BODY_BYTES;
    return free
      .filter(({ _group, _bytes }) => {
        const fits = _group === free[0]?._group && _bytes < room;
        if (fits) room -= _bytes;
        return fits;
      })
      .slice(0, most);
  };
  const send = async (isGone?: boolean): Promise<unknown> => {
    if (isGone !== undefined) for (const entry of core._waiting) entry._isHeld = false;
    let batch = next();
    // What cannot go now waits for the page's return.
    for (; isGone && batch[0] && navigator.onLine; batch = next()) {
      if (!navigator.sendBeacon(core._endpoint, packEnvelope(batch, Date.now()))) return;
      core._waiting = without(batch);
    }
    if (isBusy || isGone || !batch[0]) return;
    isBusy = true;
    let status = 0;
    let wait: string | null = '';
    let reason = '';
    try {
      const text = packEnvelope(batch, Date.now());
      const body = (await core._pack?.(text)) ?? text;
      // Not before: what is only being packed does not outlive the page.
      underWay = batch;
      const answer = await request(core._endpoint, {
        method: 'POST',
        body,
        headers: core._token ? { authorization: `Bearer ${core._token}` } : {},
        keepalive: true,
        credentials: 'omit',
        signal: AbortSignal.timeout?.(PATIENCE_MS),
      });
      status = answer.status;
      wait = answer.headers.get('retry-after');
      if (status > 299) reason = await answer.text();
      const part = answer.headers.get('x-heat-part');
      if (part) core._load?.(part as Part, core as Core);
    } catch {}
    core._waiting = without(batch);
    underWay = [];
    const size = batch.length;
    // After optOut() nothing is tried again.
    if (core._isOn !== false && isWorthRetry(status, { size, failures })) {
      // Others go first: what the server cannot take must not keep them back.
      core._waiting.push(...batch);
      if (status === 413) most = size >> 1;
      // Stays busy: nothing else is sent meanwhile.
      setTimeout(
        () => {
          isBusy = false;
          send();
        },
        retryDelay(failures++, wait, Math.random()),
      );
      return;
    }
    if (status > 299 && !hasWarned) {
      hasWarned = true;
      console.warn(`heat: ${status} ${reason}`);
    }
    isBusy = false;
    failures = 0;
    most = maxEvents;
    return send();
  };

  core._send = send;
  return (entry) => {
    core._waiting.push(entry);
    while (bytesWaiting() > maxQueueBytes) core._waiting.splice(leastNeeded(core._waiting), 1);
    if (core._waiting.length >= maxEvents || bytesWaiting() > BODY_BYTES) send();
  };
}
