// A small site with the tracker in it, and a collector that keeps what arrives. For tests only.

import type { WireEnvelope, WireEvent } from '../src/contract/wire.ts';
import { bundleTracker } from './build-tracker.ts';

export type Site = Awaited<ReturnType<typeof openSite>>;

/** Any event as its type says: `eventsOf(site, 'click')`. */
export type EventOf<T extends WireEvent['type']> = Extract<WireEvent, { type: T }>;

/**
 * Serves every path with `html(path)`, the tracker at /heat.js and /heat.mjs, and takes batches at /ingest.
 * `answers` are given to batches one after the other, then 200.
 */
export async function openSite(html: (path: string) => string) {
  const [script, watch, module] = await Promise.all([
    bundleTracker('script'),
    bundleTracker('watch'),
    bundleTracker('module'),
  ]);
  const batches: WireEnvelope[] = [];
  const refused: WireEnvelope[] = [];
  const answers: { status: number; headers?: Record<string, string> }[] = [];
  const javascript = { 'content-type': 'text/javascript' };
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === '/heat.js') return new Response(script, { headers: javascript });
      if (pathname === '/heat-watch.mjs') return new Response(watch, { headers: javascript });
      if (pathname === '/heat.mjs') return new Response(module, { headers: javascript });
      if (pathname !== '/ingest')
        return new Response(html(pathname), { headers: { 'content-type': 'text/html' } });
      const batch = JSON.parse(await request.text()) as WireEnvelope;
      const answer = answers.shift() ?? { status: 200 };
      (answer.status < 300 ? batches : refused).push(batch);
      return new Response('{}', answer);
    },
  });
  return {
    url: server.url.origin,
    batches,
    refused,
    answers,
    events: () => batches.flatMap((batch) => batch.events),
    /** Waits until a check of what arrived holds; rejects after ten seconds with what did arrive. */
    async until(check: () => unknown): Promise<void> {
      for (const deadline = Date.now() + 10_000; !check(); await Bun.sleep(25))
        if (Date.now() > deadline)
          throw new Error(
            `Waited in vain for ${check}; arrived: ${JSON.stringify(batches.flatMap((b) => b.events))}`,
          );
    },
    close: () => server.stop(true),
  };
}

export function eventsOf<T extends WireEvent['type']>(site: Site, type: T): EventOf<T>[] {
  return site.events().filter((event): event is EventOf<T> => event.type === type);
}
