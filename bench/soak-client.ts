// How the soak asks heat: every answer is timed and noted, and one that is not as it should be is a fault of the run.

import type { Tally } from './soak-tally.ts';

export type Asked = {
  /** What the table of answers calls it. */
  what: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Statuses that are right; 200 without it. */
  wanted?: readonly number[];
};
export type Client = {
  url: string;
  tally: Tally;
  /** The answer's text; null for another status than the first one wanted, which is noted. */
  text: (asked: Asked) => Promise<{ text: string; headers: Headers } | null>;
  json: <T>(asked: Asked) => Promise<T | null>;
};

export function createClient(url: string, tally: Tally): Client {
  const text: Client['text'] = async ({ what, path, method = 'GET', headers = {}, body, wanted = [200] }) => {
    const startedAt = performance.now();
    const isBytes = body instanceof Uint8Array;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const said = await answer.text();
    tally.note(what, answer.status, performance.now() - startedAt, wanted, `${path} ${said}`);
    return answer.status === wanted[0] ? { text: said, headers: answer.headers } : null;
  };
  return {
    url,
    tally,
    text,
    async json<T>(asked: Asked) {
      const answer = await text(asked);
      return answer && (JSON.parse(answer.text) as T);
    },
  };
}

/** A piece of work that comes again and again; the next turn begins `everyMs` after the one before, or when that ends. */
export type Duty = { name: string; everyMs: number; run: () => Promise<void> };

/** Runs duties beside each other until `stop`, which resolves when the last turns have ended. */
export function startDuties(duties: readonly Duty[], tally: Tally): { stop: () => Promise<void> } {
  const stopped = Promise.withResolvers<void>();
  let isStopped = false;
  const loops = duties.map(async (duty) => {
    for (;;) {
      const nextAt = performance.now() + duty.everyMs;
      await duty.run().catch((error) => tally.fault(duty.name, String(error)));
      const waitMs = nextAt - performance.now();
      if (waitMs > 0) await Promise.race([Bun.sleep(waitMs), stopped.promise]);
      if (isStopped) return;
    }
  });
  return {
    async stop() {
      isStopped = true;
      stopped.resolve();
      await Promise.all(loops);
    },
  };
}
