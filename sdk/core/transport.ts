// Brings batches to the server: by fetch with retries while the page lives, by beacon when it goes.

import { bytesOf } from './bytes.ts';
import type { Queue, Waiting } from './queue.ts';
import { judge, retryDelay } from './retry.ts';

/** Beacon and keepalive share 64 KiB per page; larger bodies are refused by browsers. */
const BODY_BYTES = 60 * 1024;
/** A request that hangs this long counts as failed, ms. */
const PATIENCE_MS = 30_000;

export type Wiring = {
  endpoint: string;
  queue: Queue;
  encode(batch: Waiting[]): string;
  /** A signed-in visitor's JWT; beacons cannot carry it. */
  token(): string | undefined;
};

/** `pump` sends what waits; `beacon` sends it at once, whatever a server has asked us to wait for. */
export function createTransport({ endpoint, queue, encode, token }: Wiring) {
  // Taken early: what the page wraps later shall not see our requests.
  const send = fetch;
  let isBusy = false;
  let hasWarned = false;
  let failures = 0;

  const next = () => {
    const batch = queue.take();
    let body = encode(batch);
    while (batch.length > 1 && bytesOf(body) > BODY_BYTES) {
      batch.splice(batch.length >> 1).forEach(queue.add);
      body = encode(batch);
    }
    return { batch, body };
  };

  /** One request after the other; events that come meanwhile wait for their own flush. */
  const pump = async (left = queue.length()): Promise<void> => {
    if (isBusy || left < 1 || !queue.length()) return;
    isBusy = true;
    const { batch, body } = next();
    const jwt = token();
    let status = 0;
    let retryAfter: string | null = null;
    try {
      const answer = await send(endpoint, {
        method: 'POST',
        body,
        // After a failure without: the browser may have refused it for its 64 KiB.
        keepalive: !failures,
        signal: AbortSignal.timeout?.(PATIENCE_MS),
        credentials: 'omit',
        headers: jwt ? { authorization: `Bearer ${jwt}` } : {},
      });
      status = answer.status;
      retryAfter = answer.headers.get('retry-after');
    } catch {}
    const verdict = judge(status, batch.length, (batch[0] as Waiting).tries);
    if (verdict === 'retry') {
      putBack(batch, status === 500);
      // Stays busy: nothing else is sent meanwhile.
      setTimeout(resume, retryDelay(failures++, retryAfter, Math.random()));
      return;
    }
    if (verdict === 'drop' && !hasWarned) {
      hasWarned = true;
      console.warn(`heat: ${batch.length} events were refused with status ${status}`);
    }
    isBusy = false;
    failures = 0;
    if (verdict !== 'halve') return pump(left - batch.length);
    putBack(batch, false, (batch.length + 1) >> 1);
    return pump(left);
  };
  const putBack = (batch: Waiting[], isTried: boolean, half?: number) => {
    for (const entry of batch) {
      if (half) entry.tries = -half;
      else if (isTried) entry.tries++;
      queue.add(entry);
    }
  };
  const resume = () => {
    isBusy = false;
    pump();
  };

  return {
    pump,
    beacon(): void {
      while (queue.length()) {
        const { batch, body } = next();
        if (navigator.sendBeacon?.(endpoint, body)) continue;
        batch.forEach(queue.add);
        pump();
        return;
      }
    },
  };
}
