// A small site with the tracker in it, and a collector that keeps what arrives. For tests only.

import { tagOf } from '../src/contract/stable-name.ts';
import type { WireEnvelope, WireEvent } from '../src/contract/wire.ts';
import { bundleTracker, ENTRIES, fileOf } from './build-tracker.ts';

export type Site = Awaited<ReturnType<typeof openSite>>;

/** Any event as its type says: `eventsOf(site, 'click')`. */
export type EventOf<T extends WireEvent['type']> = Extract<WireEvent, { type: T }>;

/**
 * Serves every path with `html(path)`, the tracker at /heat.js and /heat.mjs, and takes batches at /ingest.
 * `answers` are given to batches one after the other, then 200.
 */
export async function openSite(html: (path: string) => string) {
  const files = new Map<string, string>(
    await Promise.all(
      ENTRIES.map(async (entry) => [`/${fileOf(entry)}`, await bundleTracker(entry)] as const),
    ),
  );
  const batches: WireEnvelope[] = [];
  const refused: WireEnvelope[] = [];
  const answers: { status: number; headers?: Record<string, string> }[] = [];
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const script = files.get(pathname);
      if (script) return new Response(script, { headers: { 'content-type': 'text/javascript' } });
      if (pathname !== '/ingest')
        return new Response(html(pathname), { headers: { 'content-type': 'text/html' } });
      const batch = spellOut(JSON.parse(await textOf(request)) as WireEnvelope);
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
    /** Waits until a check of what arrived holds; rejects after thirty seconds with what did arrive. */
    async until(check: () => unknown): Promise<void> {
      for (const deadline = Date.now() + 30_000; !check(); await Bun.sleep(25))
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

/** What follows from the rest and does not travel, as the server reads it: elements have their place and their tag. */
function spellOut(batch: WireEnvelope): WireEnvelope {
  const elements = [...(batch.elements ?? [])];
  for (const event of batch.events)
    if ('e' in event && typeof event.e === 'object') event.e = elements.push(event.e) - 1;
  return { ...batch, elements: elements.map((el) => ({ tag: tagOf(el.path), ...el })) };
}

/** The body, inflated when it was sent compressed. */
async function textOf(request: Request): Promise<string> {
  const bytes = await request.bytes();
  return new TextDecoder().decode(bytes[0] === 0x1f ? Bun.gunzipSync(bytes) : bytes);
}
