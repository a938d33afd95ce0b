// Visits of the soak, sent piece by piece as their time passes: people come, read, idle, come back and leave. Made as the
// demo makes its own, at a steady number of events a second. What becomes of a piece on its way is soak-sender.ts.

import type { WireEnvelope, WireEvent } from '../src/contract/wire.ts';
import { loadLayouts } from '../src/demo/layout.ts';
import { makeArrival, makePerson, type Person } from '../src/demo/people.ts';
import { NEWEST } from '../src/demo/story.ts';
import { makeVisit } from '../src/demo/visit.ts';
import { type Random, seededRandom } from '../src/lib/seeded-random.ts';

/** Where the pages are that are visited. */
export const SHOP_ORIGIN = 'https://shop.example';
/** Where visits go: all of a project's people are its own. */
export type Target = { id: string; writeKey: string; share: number; userOf?: (n: number) => string | null };
export type Piece = { target: Target; person: Person; envelope: WireEnvelope };
export type Ended = { target: Target; sessionId: string; userId: string | null; endedAtMs: number };

/** A tracker sends every five seconds. */
const SEND_MS = 5_000;
/** Visits that are made to see how many events one has. */
const SAMPLED = 400;
/** Of all visits: by somebody who was there before; left open for some minutes; left open past the end of the session. */
const RETURNING = 0.35;
const PAUSED = 0.08;
const LEFT_OPEN = 0.03;
/** People of one project who may come again. */
const KNOWN = 4_000;
const MINUTE_MS = 60_000;

type Under = {
  target: Target;
  person: Person;
  /** In order of time. */
  queue: { atMs: number; envelope: WireEnvelope; event: WireEvent }[];
  next: number;
  dueMs: number;
};

export type Visits = {
  /** What is to be sent now; to be asked several times a second. */
  due: (nowMs: number) => Piece[];
  /** Visits that are over, oldest first; whoever asks takes them out. */
  takeEnded: () => Ended[];
};

/** @param rate events a second, over all targets. */
export function createVisits(options: { targets: readonly Target[]; rate: number; seed: number }): Visits {
  const { targets, rate } = options;
  const random = seededRandom(options.seed);
  const layout = loadLayouts().get(NEWEST) ?? new Map();
  const known = new Map<string, Person[]>();
  const under = new Set<Under>();
  let ended: Ended[] = [];
  let born = 0;

  const personOf = (target: Target): Person => {
    const people = known.get(target.id) ?? [];
    known.set(target.id, people);
    // Whom the project can be told to forget comes once, so that it is known what goes.
    if (!target.userOf && people.length > 0 && random.chance(RETURNING)) return random.pick(people);
    born += 1;
    const userId = target.userOf?.(born) ?? null;
    const person = makePerson(random);
    if (target.userOf) person.user = userId === null ? null : { id: userId, traits: { plan: 'guest' } };
    if (people.length < KNOWN) people.push(person);
    else people[random.between(0, KNOWN - 1)] = person;
    return person;
  };
  const visitOf = (target: Target, person: Person, startMs: number) =>
    makeVisit({
      ...{ random, edition: NEWEST, layout, person, arrival: makeArrival(random), startMs },
      ...{ origin: SHOP_ORIGIN, writeKey: target.writeKey },
    });

  const sampler = targets[0];
  if (!sampler) throw new Error('The soak has nowhere to send to');
  let sampled = 0;
  for (let n = 0; n < SAMPLED; n += 1)
    for (const { events } of visitOf(sampler, makePerson(random), 0).envelopes) sampled += events.length;
  const perVisit = sampled / SAMPLED;
  let owed = 0;
  let askedMs = 0;

  return {
    due(nowMs) {
      if (askedMs > 0) owed += (rate * (nowMs - askedMs)) / 1000 / perVisit;
      askedMs = nowMs;
      for (; owed >= 1; owed -= 1) {
        const target = random.weighted(targets.map((one) => [one, one.share] as const));
        const person = personOf(target);
        const queue = queueOf(visitOf(target, person, nowMs).envelopes, random);
        under.add({ target, person, queue, next: 0, dueMs: nowMs });
      }
      const pieces: Piece[] = [];
      for (const visit of under) {
        if (visit.dueMs > nowMs) continue;
        pieces.push(...takePieces(visit, nowMs));
        visit.dueMs = Math.max(nowMs + SEND_MS, visit.queue[visit.next]?.atMs ?? 0);
        const first = visit.queue[0];
        if (visit.next < visit.queue.length || !first) continue;
        under.delete(visit);
        const { target, person } = visit;
        const sessionId = first.envelope.session.id;
        ended.push({ target, sessionId, userId: person.user?.id ?? null, endedAtMs: nowMs });
      }
      return pieces;
    },
    takeEnded() {
      const taken = ended;
      ended = [];
      return taken;
    },
  };
}

/** Events of a visit in order of time, with the pause that somebody makes who lets the page stand. */
function queueOf(envelopes: readonly WireEnvelope[], random: Random): Under['queue'] {
  const pauseMs = random.chance(LEFT_OPEN)
    ? random.between(31, 50) * MINUTE_MS
    : random.chance(PAUSED)
      ? random.between(2, 12) * MINUTE_MS
      : 0;
  const pausedAt = random.between(1, Math.max(1, envelopes.length - 1));
  return envelopes
    .flatMap((given, index) => {
      const late = index >= pausedAt ? pauseMs : 0;
      const envelope = { ...given, t0: (given.t0 ?? given.session.startedAt) + late };
      return envelope.events.map((event) => ({ atMs: envelope.t0 + event.t, envelope, event }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** One envelope for each page that something happened on. */
function takePieces(visit: Under, nowMs: number): Piece[] {
  const pieces: Piece[] = [];
  for (; visit.next < visit.queue.length; visit.next += 1) {
    const entry = visit.queue[visit.next];
    if (!entry || entry.atMs > nowMs) break;
    const { envelope, event } = entry;
    const last = pieces.at(-1);
    if (last && last.envelope.ids === envelope.ids) {
      last.envelope.events.push(event);
      continue;
    }
    const session = { ...envelope.session, lastSeenAt: nowMs };
    const piece = { ...envelope, sentAt: nowMs, session, events: [event] };
    pieces.push({ target: visit.target, person: visit.person, envelope: piece });
  }
  return pieces;
}
