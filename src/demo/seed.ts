// Fills a project with weeks of made-up visits, through the same door that browsers use.

import { HeatError } from '../lib/errors.ts';
import { seededRandom } from '../lib/seeded-random.ts';
import type { SiteLayouts } from './layout.ts';
import { busyness, createCrowd, makeArrival, type Person } from './people.ts';
import { editionAt, isLetterRead } from './story.ts';
import { makeVisit, type Visit } from './visit.ts';

/** What the door is handed for one request; the caller adds what its ingest room needs. */
export type DemoRequest = { body: Uint8Array; person: Person; origin: string };
export type SeedOptions = {
  layouts: SiteLayouts;
  seed: number;
  visits: number;
  days: number;
  /** When the last of them is over. */
  nowMs: number;
  origin: string;
  writeKey: string;
  send: (request: DemoRequest) => Promise<{ accepted: number; rejected: readonly unknown[] }>;
  onProgress?: (done: number, total: number) => void;
  /** Ends it early. */
  signal?: AbortSignal;
};
export type SeedReport = { visits: number; batches: number; events: number };

const AT_ONCE = 48;
/** The last visit begins so long ago, ms, that its first page has been left. */
const LAST_MS = 15 * 60_000;

/**
 * Sends `visits` visits spread over the last `days` days. The same options make the same events, and heat stores each
 * once: what was begun may be sent again from its beginning. Throws when an event of ours is refused, and the signal's
 * reason when it was ended.
 */
export async function seedDemo(options: SeedOptions): Promise<SeedReport> {
  const report: SeedReport = { visits: 0, batches: 0, events: 0 };
  const sendVisit = async (visit: Visit): Promise<void> => {
    for (const envelope of visit.envelopes) {
      if ((envelope.session.lastSeenAt ?? 0) > options.nowMs) break;
      const body = new TextEncoder().encode(JSON.stringify({ ...envelope, sentAt: Date.now() }));
      const answer = await sendPatiently(options, { body, person: visit.person, origin: options.origin });
      if (answer.rejected.length > 0)
        throw new Error(
          `The demo made events that heat refuses: ${JSON.stringify(answer.rejected.slice(0, 3))}`,
        );
      report.batches += 1;
      report.events += answer.accepted;
    }
    report.visits += 1;
    options.onProgress?.(report.visits, options.visits);
  };
  const queue = planVisits(options).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const visit of queue) await sendVisit(visit);
    }),
  );
  return report;
}

function planVisits(options: SeedOptions): Visit[] {
  const { layouts, nowMs, origin, writeKey } = options;
  const random = seededRandom(options.seed);
  const starts = Array.from({ length: options.visits }, () => chooseStart(random, options));
  const crowd = createCrowd(random);
  return starts
    .sort((a, b) => a - b)
    .map((startMs) => {
      const edition = editionAt(startMs, nowMs);
      const layout = layouts.get(edition) ?? new Map();
      const person = crowd.comeAt(startMs);
      const arrival = makeArrival(random, isLetterRead(startMs, nowMs));
      return makeVisit({ random, edition, layout, person, arrival, startMs, origin, writeKey });
    });
}

async function sendPatiently(options: SeedOptions, request: DemoRequest): ReturnType<SeedOptions['send']> {
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await options.send(request);
    } catch (error) {
      const mayRetry =
        error instanceof HeatError && (error.kind === 'rate_limited' || error.kind === 'unavailable');
      if (!mayRetry) throw error;
      await Bun.sleep((error.retryAfterSeconds ?? 1) * 1000);
    }
  }
}

/** Spreads 0…1 so that the end has about three times as many as the beginning: the shop grows. */
function growing(share: number): number {
  const least = Math.sqrt(0.12);
  return (Math.sqrt(0.12 + 0.88 * share) - least) / (1 - least);
}

function chooseStart(random: ReturnType<typeof seededRandom>, options: SeedOptions): number {
  const spanMs = options.days * 86_400_000;
  for (;;) {
    const startMs = Math.floor(options.nowMs - spanMs * (1 - growing(random.next())) - LAST_MS);
    const at = new Date(startMs);
    if (random.chance(busyness(at.getUTCHours() + at.getUTCMinutes() / 60, at.getUTCDay()))) return startMs;
  }
}
