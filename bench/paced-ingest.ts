// Ingest at a steady pace, measured beside something else.

import { makeBodies, USER_AGENT } from './traffic.ts';

/** Requests a second, and for how long. */
export const PACE = 100;
const PACED_MS = 10_000;

/** Sends one batch; resolves with the status. */
export type Ingest = (body: string) => Promise<number>;

export function ingestOf(url: string, writeKey: string): Ingest {
  return async (body) => {
    const response = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { 'x-project-key': writeKey, 'user-agent': USER_AGENT },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };
}

/** Sends batches when they are due, whether or not the ones before are answered; ms from sending to answer. */
export async function pacedIngest(ingest: Ingest, run: string): Promise<number[]> {
  const bodies = makeBodies('compact', (PACED_MS / 1000) * PACE, run);
  const startedAt = performance.now();
  return Promise.all(
    bodies.map(async (body, index) => {
      const dueAt = startedAt + (index * 1000) / PACE;
      await Bun.sleep(dueAt - performance.now());
      const sentAt = performance.now();
      const status = await ingest(body);
      if (status !== 200) throw new Error(`ingest answered ${status}`);
      return performance.now() - sentAt;
    }),
  );
}
