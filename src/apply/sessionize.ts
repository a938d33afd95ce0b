// Third step: puts the new events of one client session into its parts. A part is what lies between idle gaps; the
// stored parts decide, so that midnight, late batches and disorder make no difference.

import { compareEvents } from '../contract/event-order.ts';
import { LIMITS } from '../contract/limits.ts';
import { type AppliedSession, EVENT_FLAGS } from '../storage/port-apply.ts';
import type { MergedPart } from '../storage/port-sessions.ts';
import type { CleanEvent } from './clean.ts';
import type { SessionTraits } from './enrich.ts';
import { belongTogether, mergeParts, type Naming, rememberUser } from './merge-parts.ts';
import { countEvent, emptyCounters } from './session-counters.ts';

export type SessionizedEvent = CleanEvent & { session: AppliedSession };

export type Sessionized = {
  events: SessionizedEvent[];
  /** Parts that changed, as new rows. */
  changed: AppliedSession[];
  /** All parts. */
  parts: AppliedSession[];
  /** Stored parts that an event between them has joined. */
  merged: MergedPart[];
};

/**
 * Assigns `events` (all of one session, none stored yet) to `parts`, its stored parts, or to new ones described by
 * `describe`. Sets part and bot flag of the events' rows. In whatever order and portions the events come, the parts are
 * the same in the end, but for their numbers: an event that closes the gap between two of them makes them one.
 */
export function sessionize(
  parts: readonly AppliedSession[],
  events: readonly CleanEvent[],
  describe: (event: CleanEvent) => SessionTraits,
): Sessionized {
  const rows = new Map(parts.map((row) => [row.part, row]));
  const changed = new Set<number>();
  /** Numbers that went, and what they went into. */
  const into = new Map<number, number>();
  let next = parts.reduce((free, { part }) => Math.max(free, part + 1), 0);
  const placed: { event: CleanEvent; part: number }[] = [];

  for (const event of [...events].sort((a, b) => compareEvents(a.row, b.row))) {
    const all = [...rows.values()];
    const known = all[findPart(all, event.row.tsMs)];
    // Copied once: of the rows that this call has changed already, none is the caller's.
    let row =
      known === undefined
        ? openPart(next++, event, describe(event))
        : changed.has(known.part)
          ? known
          : { ...known };
    if (isBrowsers(event) && event.row.tsMs < (row.toldAtMs ?? Number.POSITIVE_INFINITY))
      adoptBrowser(row, event, describe);
    const { part, startedAtMs, endedAtMs } = row;
    countEvent(row, event.row);
    rememberUser(row, namingOf(event));
    rows.set(part, row);
    const isWider = known === undefined || row.startedAtMs !== startedAtMs || row.endedAtMs !== endedAtMs;
    for (const other of isWider ? all : []) {
      if (other.part === row.part || !rows.has(other.part) || !belongTogether(row, other)) continue;
      const gone = Math.max(row.part, other.part);
      row = mergeParts(row, other);
      rows.delete(gone);
      changed.delete(gone);
      into.set(gone, row.part);
      rows.set(row.part, row);
    }
    changed.add(row.part);
    placed.push({ event, part });
  }

  const finalPart = (part: number): number => (into.has(part) ? finalPart(into.get(part) as number) : part);
  const [
    {
      row: { projectNo, session },
    } = { row: { projectNo: 0, session: 0 } },
  ] = events;
  return {
    events: placed.map(({ event, part }) => settle(event, rows.get(finalPart(part)) as AppliedSession)),
    changed: [...changed].map((part) => rows.get(part) as AppliedSession),
    parts: [...rows.values()].sort((a, b) => a.part - b.part),
    merged: parts
      .filter(({ part }) => into.has(part))
      .map(({ part }) => ({ projectNo, session, from: part, to: finalPart(part) })),
  };
}

function settle(event: CleanEvent, session: AppliedSession): SessionizedEvent {
  event.row.part = session.part;
  if (session.isBot) event.row.flags |= EVENT_FLAGS.bot;
  return { ...event, session };
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
    userAtMs: null,
    traits: null,
    traitsUserId: null,
    traitsAtMs: null,
    toldAtMs: null,
    ...counters,
    ...traits,
  };
}

/** Whether the event tells what machine the session is on: events of servers do not. */
function isBrowsers({ row }: CleanEvent): boolean {
  return (row.flags & EVENT_FLAGS.server) === 0;
}

/** What the earliest event of a browser says of its machine holds. Visitor and bot flag stay as they were counted. */
function adoptBrowser(
  row: AppliedSession,
  event: CleanEvent,
  describe: (event: CleanEvent) => SessionTraits,
): void {
  const { visitor: _, isBot, device, ...traits } = describe(event);
  const isFirst = row.toldAtMs === null;
  row.toldAtMs = event.row.tsMs;
  if (isBot !== row.isBot) return;
  Object.assign(row, traits, isFirst && { device });
}

function namingOf({ row: { tsMs }, from }: CleanEvent): Naming {
  const { user } = from.batch;
  const userId = user?.id ?? null;
  const traits = user?.traits ?? null;
  const atMs = user === null ? null : tsMs;
  const hasTraits = traits !== null;
  return {
    userId,
    userAtMs: atMs,
    traits,
    traitsUserId: hasTraits ? userId : null,
    traitsAtMs: hasTraits ? atMs : null,
  };
}
