// Third step: puts the new events of one client session into its parts. A part is what lies between idle gaps; the
// stored parts decide, so midnight, late batches and disorder change nothing that was told before.

import { LIMITS } from '../contract/limits.ts';
import { type AppliedSession, EVENT_FLAGS, type EventRow } from '../storage/port.ts';
import type { CleanEvent } from './clean.ts';
import type { SessionTraits } from './enrich.ts';
import { countEvent, emptyCounters } from './session-counters.ts';

/** How enrich() writes the `sdk` of what servers tell. */
const API_SDK = 'heat-api/1';

export type SessionizedEvent = CleanEvent & { session: AppliedSession };

/**
 * Assigns `events` (all of one session, none stored yet) to `parts`, its stored parts, or to new ones described by
 * `describe`. Sets part and bot flag of the events' rows. Answers the parts that changed as new rows, and all parts.
 */
export function sessionize(
  parts: readonly AppliedSession[],
  events: readonly CleanEvent[],
  describe: (event: CleanEvent) => SessionTraits,
): { events: SessionizedEvent[]; changed: AppliedSession[]; parts: AppliedSession[] } {
  const all = [...parts];
  const changed = new Map<number, { row: AppliedSession; userSeq: number }>();
  const sessionized: SessionizedEvent[] = [];

  for (const event of [...events].sort(byTime)) {
    const index = findPart(all, event.row.tsMs);
    const known = all[index];
    let target = known && changed.get(known.part);
    if (target === undefined) {
      const row = known ? { ...known } : openPart(nextPart(all), event, describe(event));
      target = { row, userSeq: -1 };
      changed.set(row.part, target);
      all[index === -1 ? all.length : index] = row;
    }
    if (known && isNamelessTo(target.row, event)) adoptBrowser(target.row, describe(event));
    event.row.part = target.row.part;
    if (target.row.isBot) event.row.flags |= EVENT_FLAGS.bot;
    countEvent(target.row, event.row);
    rememberUser(target, event);
    sessionized.push({ ...event, session: target.row });
  }
  return { events: sessionized, changed: [...changed.values()].map(({ row }) => row), parts: all };
}

/**
 * Index of the part that an event at `tsMs` belongs to: the nearest whose span, widened by the idle time, holds it and
 * would not outgrow the longest session; -1 for none. Ties go to the earlier part.
 */
export function findPart(
  parts: readonly Pick<AppliedSession, 'startedAtMs' | 'endedAtMs'>[],
  tsMs: number,
): number {
  let found = -1;
  let least = Number.POSITIVE_INFINITY;
  const isFull = parts.length >= LIMITS.sessionParts;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index]!;
    const distance = Math.max(0, part.startedAtMs - tsMs, tsMs - part.endedAtMs);
    const span = Math.max(part.endedAtMs, tsMs) - Math.min(part.startedAtMs, tsMs);
    const fits = distance <= LIMITS.sessionIdleMs && span <= LIMITS.sessionMaxMs;
    if ((fits || isFull) && distance < least) {
      found = index;
      least = distance;
    }
  }
  return found;
}

function openPart(part: number, event: CleanEvent, traits: SessionTraits): AppliedSession {
  const { projectNo, session, tsMs } = event.row;
  const counters = emptyCounters(tsMs);
  return {
    projectNo,
    session,
    part,
    clientId: event.clientId,
    userId: null,
    traits: null,
    ...counters,
    ...traits,
  };
}

/** A server told of this session before its browser did: the browser's first batch says what it is. */
function isNamelessTo(row: AppliedSession, { row: event }: CleanEvent): boolean {
  const isTold = (event.flags & EVENT_FLAGS.server) !== 0;
  return !isTold && row.userAgent === null && row.sdk === API_SDK;
}

/** Visitor and bot flag stay as they were counted. */
function adoptBrowser(row: AppliedSession, { visitor: _, isBot, ...traits }: SessionTraits): void {
  if (!isBot) Object.assign(row, traits);
}

/** The user named last wins; a batch that names none changes nothing. */
function rememberUser(target: { row: AppliedSession; userSeq: number }, event: CleanEvent): void {
  const { user } = event.from.batch;
  if (user === null || event.from.seq <= target.userSeq) return;
  target.userSeq = event.from.seq;
  const isSame = target.row.userId === user.id;
  target.row.userId = user.id;
  target.row.traits = user.traits ?? (isSame ? target.row.traits : null);
}

function nextPart(parts: readonly AppliedSession[]): number {
  return parts.reduce((next, part) => Math.max(next, part.part + 1), 0);
}

function byTime(a: { row: EventRow }, b: { row: EventRow }): number {
  return a.row.tsMs - b.row.tsMs || (a.row.eventId < b.row.eventId ? -1 : 1);
}
