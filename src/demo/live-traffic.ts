// People who come to the demo shop while it runs: each visit is sent piece by piece as its time passes, so that the live
// page has somebody to show.

import type { WireEnvelope, WireEvent } from '../contract/wire.ts';
import { seededRandom } from '../lib/seeded-random.ts';
import { makeArrival, makePerson } from './people.ts';
import type { DemoRequest, SeedOptions } from './seed.ts';
import { makeVisit, type Visit } from './visit.ts';

export type LiveTrafficOptions = Pick<SeedOptions, 'layout' | 'seed' | 'origin' | 'writeKey'> & {
  nowMs: () => number;
  send: (request: DemoRequest) => Promise<unknown>;
};

/** Visits under way at once, and the chance that another begins in a step. */
const MOST_VISITS = 24;
const CHANCE = 0.3;

/**
 * The demo's traffic as steps, one to be taken every second or so. A request that is refused is dropped: nothing of the
 * demo is worth waiting for.
 */
export function createLiveTraffic(options: LiveTrafficOptions): { step: () => Promise<void> } {
  const random = seededRandom(options.seed);
  const visits = new Set<{ visit: Visit; sentUntilMs: number }>();

  const begin = (startMs: number) => {
    const visit = makeVisit({
      random,
      layout: options.layout,
      person: makePerson(random),
      arrival: makeArrival(random),
      startMs,
      origin: options.origin,
      writeKey: options.writeKey,
    });
    visits.add({ visit, sentUntilMs: 0 });
  };

  return {
    async step() {
      const nowMs = options.nowMs();
      if (visits.size < MOST_VISITS && random.chance(CHANCE)) begin(nowMs);
      for (const under of [...visits]) {
        const { visit, sentUntilMs } = under;
        for (const envelope of due(visit, sentUntilMs, nowMs)) {
          const body = new TextEncoder().encode(JSON.stringify({ ...envelope, sentAt: nowMs }));
          await options.send({ body, person: visit.person, origin: options.origin }).catch(() => {});
        }
        under.sentUntilMs = nowMs;
        if (lastMs(visit) <= nowMs) visits.delete(under);
      }
    },
  };
}

/** What of a visit happened after `fromMs` and up to `toMs`. */
function due(visit: Visit, fromMs: number, toMs: number): WireEnvelope[] {
  const pieces: WireEnvelope[] = [];
  for (const envelope of visit.envelopes) {
    const events = envelope.events.filter((event) => {
      const atMs = timeOf(envelope, event);
      return atMs > fromMs && atMs <= toMs;
    });
    if (events.length === 0) continue;
    pieces.push({ ...envelope, session: { ...envelope.session, lastSeenAt: toMs }, events });
  }
  return pieces;
}

function lastMs(visit: Visit): number {
  return Math.max(
    ...visit.envelopes.flatMap((envelope) => envelope.events.map((event) => timeOf(envelope, event))),
  );
}

function timeOf({ t0 }: WireEnvelope, { t }: WireEvent): number {
  return t0 + t;
}
