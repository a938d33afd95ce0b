// What waits to be sent and how it leaves: by fetch with retries while the page lives, by beacon when it goes.

import { bytesOf } from './bytes.ts';
import { judge, leastNeeded, retryDelay } from './rules.ts';
import type { Waiting } from './waiting.ts';

/** Beacon and keepalive share 64 KiB per page; larger bodies are refused by browsers. */
const BODY_BYTES = 60 * 1024;
/** A request that hangs this long counts as failed, ms. */
const PATIENCE_MS = 30_000;

export type OutboxOptions = {
  endpoint: string;
  /** Events of one batch. */
  maxEvents: number;
  /** Bytes of events that may wait; above it leastNeeded() says what goes. */
  maxBytes: number;
  /** The body of a batch. */
  encode(batch: readonly Waiting[]): string;
  /** Headers of requests; beacons carry none. */
  headers(): Record<string, string>;
};

export function createOutbox({ endpoint, maxEvents, maxBytes, encode, headers }: OutboxOptions) {
  // Taken early: what the page wraps later shall not see our requests.
  const send = fetch;
  let waiting: Waiting[] = [];
  let isBusy = false;
  let hasWarned = false;
  let failures = 0;

  const add = (entry: Waiting) => {
    waiting.push(entry);
    while (waiting.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes)
      waiting.splice(leastNeeded(waiting), 1);
    if (waiting.length >= maxEvents) pump();
  };
  /** Takes out the next batch: events of one session that have failed equally often, as many as fit. */
  const take = () => {
    const [first] = waiting as [Waiting];
    let batch = waiting
      .filter(({ session, tries }) => session.id === first.session.id && tries === first.tries)
      .slice(0, first.tries < 0 ? -first.tries : maxEvents);
    let body = encode(batch);
    while (batch[1] && bytesOf(body) > BODY_BYTES) {
      batch = batch.slice(0, batch.length >> 1);
      body = encode(batch);
    }
    waiting = waiting.filter((entry) => !batch.includes(entry));
    return { batch, body };
  };

  /** Sends what waits now, one request after the other; what comes meanwhile waits for its own flush. */
  const pump = async (left = waiting.length): Promise<void> => {
    if (isBusy || left < 1 || !waiting[0]) return;
    isBusy = true;
    const { batch, body } = take();
    let status = 0;
    let wait: string | null = '';
    try {
      const answer = await send(endpoint, {
        method: 'POST',
        body,
        headers: headers(),
        // After a failure without: the browser may have refused it for its 64 KiB.
        keepalive: !failures,
        credentials: 'omit',
        signal: AbortSignal.timeout?.(PATIENCE_MS),
      });
      status = answer.status;
      wait = answer.headers.get('retry-after');
    } catch {}
    const verdict = judge(status, batch as [Waiting]);
    waiting.push(...verdict.again);
    if (verdict.isRetry) {
      // Stays busy: nothing else is sent meanwhile.
      setTimeout(
        () => {
          isBusy = false;
          pump();
        },
        retryDelay(failures++, wait, Math.random()),
      );
      return;
    }
    if (verdict.isLost && !hasWarned) {
      hasWarned = true;
      console.warn(`heat: ${batch.length} events refused with status ${status}`);
    }
    isBusy = false;
    failures = 0;
    return pump(left - batch.length + verdict.again.length);
  };

  return {
    add,
    pump,
    beacon(): void {
      while (waiting[0]) {
        const { batch, body } = take();
        if (navigator.sendBeacon(endpoint, body)) continue;
        waiting.push(...batch);
        pump();
        return;
      }
    },
    clear(): void {
      waiting = [];
    },
  };
}
