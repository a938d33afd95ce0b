// People who come to the demo shop while it runs: each visit is sent piece by piece as its time passes, so that the live
// page has somebody to show.

import type { WireEnvelope, WireEvent } from '../contract/wire.ts';
import { type Random, seededRandom } from '../lib/seeded-random.ts';
import { busyness, makeArrival, makePerson, type Person } from './people.ts';
import type { DemoRequest, SeedOptions } from './seed.ts';
import { NEWEST } from './story.ts';
import { makeVisit, type Visit } from './visit.ts';

export type LiveTrafficOptions = Pick<SeedOptions, 'layouts' | 'seed' | 'origin' | 'writeKey'> & {
  nowMs: () => number;
  send: (request: DemoRequest) => Promise<unknown>;
};

/** Visits under way at once: always somebody beside whoever looks, and never more than a shop of this size has. */
const LEAST_VISITS = 2;
const MOST_VISITS = 4;
/** Visits that begin in a minute of the busiest hour. */
const BUSIEST_PER_MINUTE = 1;
/** All who come while the demo runs. They come again, so that a day of it does not dwarf the weeks before in visitors. */
const REGULARS = 40;
/** They take their time: few visits keep the live page alive. Scales dwell times. */
const PATIENCE = [1.5, 3] as const;

/**
 * The demo's traffic as steps, one to be taken every second or so. A request that is refused is dropped: nothing of the
 * demo is worth waiting for.
 */
export function createLiveTraffic(options: LiveTrafficOptions): { step: () => Promise<void> } {
  const random = seededRandom(options.seed);
  const visits = new Set<{ visit: Visit; sentUntilMs: number }>();
  const layout = options.layouts.get(NEWEST) ?? new Map();
  const regulars = Array.from({ length: REGULARS }, () => makeRegular(random));

  const begin = (startMs: number) => {
    const here = new Set([...visits].map(({ visit }) => visit.person));
    const visit = makeVisit({
      random,
      edition: NEWEST,
      layout,
      person: random.pick(regulars.filter((person) => !here.has(person))),
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
      if (visits.size < LEAST_VISITS || (visits.size < MOST_VISITS && random.chance(chanceAt(nowMs))))
        begin(nowMs);
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

function makeRegular(random: Random): Person {
  const [least, most] = PATIENCE;
  return { ...makePerson(random), patience: least + random.next() * (most - least) };
}

/** That a visit begins in this second; the same hours are busy as in the weeks before. */
function chanceAt(nowMs: number): number {
  const at = new Date(nowMs);
  const share = busyness(at.getUTCHours() + at.getUTCMinutes() / 60, at.getUTCDay());
  return (BUSIEST_PER_MINUTE * share) / 60;
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

function timeOf({ t0, session }: WireEnvelope, { t }: WireEvent): number {
  return (t0 ?? session.startedAt) + t;
}
