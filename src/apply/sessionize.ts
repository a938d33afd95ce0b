// Third step: puts the new events of one client session into its parts. What is stored decides, so that midnight, late
// batches and disorder make no difference. Reads no stored event: see cut-parts.ts for when that is needed.

import { compareEvents } from '../contract/event-order.ts';
import { LIMITS } from '../contract/limits.ts';
import { type AppliedSession, EVENT_FLAGS } from '../storage/port-apply.ts';
import type { MergedPart, MovedEvent } from '../storage/port-sessions.ts';
import type { CleanEvent } from './clean.ts';
import { findPlace, nearestPlace, type Place, staysIn } from './find-place.ts';
import { createPartRows, type PartRows } from './part-rows.ts';
import { countEvent, emptyCounters } from './session-counters.ts';
import {
  type Describe,
  earlierTold,
  isServers,
  machineOf,
  NAMELESS,
  rememberBatch,
  type Told,
  toldOf,
} from './session-machine.ts';
import { NOBODY, namingOf, namingOfAll, rememberUser } from './session-naming.ts';
import { touchedParts } from './session-runs.ts';

export type SessionizedEvent = CleanEvent & { session: AppliedSession };

export type Sessionized = {
  events: SessionizedEvent[];
  /** Parts that changed, as new rows. */
  changed: AppliedSession[];
  /** All parts. */
  parts: AppliedSession[];
  /** Stored parts that have become one with another. */
  merged: MergedPart[];
  /** Stored events that are of another part now, and numbers of parts that none is left of. */
  moved: MovedEvent[];
  gone: number[];
};

/**
 * Assigns `events` (all of one session, none stored yet) to `parts`, its stored parts, or to new ones described by
 * `describe`. Sets part and bot flag of the events' rows. In whatever order and portions the events come, the parts are
 * the same in the end, but for their numbers. Null when stored events have to change their parts: then cutParts() does
 * it. What has more than LIMITS.recutEvents stored events is never cut anew: there the nearest part takes the event.
 */
export function sessionize(
  parts: readonly AppliedSession[],
  events: readonly CleanEvent[],
  describe: Describe,
): Sessionized | null {
  const rows = createPartRows(parts);
  const placed: { event: CleanEvent; part: number }[] = [];
  const described = rememberBatch(describe);
  let isTooMany: boolean | null = null;

  for (const event of [...events].sort((a, b) => compareEvents(a.row, b.row))) {
    const traits = described(event);
    const { tsMs } = event.row;
    const machine = isServers(event.row) ? NAMELESS : machineOf(traits);
    const only = rows.only();
    if (only !== null && staysIn(only, tsMs, machine)) {
      placed.push({ event, part: putInto(rows.edit(only), event).part });
      continue;
    }
    let place = findPlace(rows.all(), tsMs, machine);
    if (place === null) {
      isTooMany ??= countTouched(parts, events) > LIMITS.recutEvents;
      if (!isTooMany) return null;
      place = nearestPlace(rows.all(), tsMs);
    }
    const { part } = put(rows, event, { place, told: { atMs: tsMs, traits } });
    placed.push({ event, part });
  }

  const [
    {
      row: { projectNo, session },
    } = { row: { projectNo: 0, session: 0 } },
  ] = events;
  return {
    events: placed.map(({ event, part }) => settle(event, rows.of(part))),
    changed: rows.changed(),
    parts: rows.all().sort((a, b) => a.part - b.part),
    merged: parts
      .map(({ part }) => ({ projectNo, session, from: part, to: rows.of(part).part }))
      .filter(({ from, to }) => from !== to),
    moved: [],
    gone: [],
  };
}

/** Counts the event and what its batch says into its part, which it answers. */
function put(
  rows: PartRows,
  event: CleanEvent,
  { place, told }: { place: Place; told: Told },
): AppliedSession {
  const { into, stream, run } = place;
  const row = into.length > 0 ? rows.merge(into) : rows.open(openPart(event, { stream, told }));
  const withRow = (others: readonly AppliedSession[]) => [
    row,
    ...others.filter((other) => !into.includes(other)),
  ];
  tell(rows, withRow(stream), { event, told });
  countEvent(row, event.row);
  name(rows, withRow(run), event);
  return row;
}

/** The same where the part is the only one and nothing else of it changes. */
function putInto(row: AppliedSession, event: CleanEvent): AppliedSession {
  countEvent(row, event.row);
  const named = namingOf(event);
  if (named) rememberUser(row, named);
  return row;
}

function openPart(
  event: CleanEvent,
  { stream, told }: { stream: readonly AppliedSession[]; told: Told },
): Omit<AppliedSession, 'part'> {
  const { projectNo, session, tsMs } = event.row;
  const [known] = stream;
  return {
    projectNo,
    session,
    clientId: event.clientId,
    ...NOBODY,
    ...emptyCounters(tsMs),
    ...(known ? toldOf(known).traits : told.traits),
    toldAtMs: known ? known.toldAtMs : isServers(event.row) ? null : tsMs,
  };
}

/** What is told earliest of a machine holds for all of its parts in the run; of servers only while nobody else tells. */
function tell(
  rows: PartRows,
  stream: readonly AppliedSession[],
  { event, told }: { event: CleanEvent; told: Told },
): void {
  const isNameless = stream.every(({ toldAtMs }) => toldAtMs === null);
  const isServer = isServers(event.row);
  if (isServer && !isNameless) return;
  // Only what was put into the nearest part, for want of a better one, is of another machine.
  if (!isServer && (isNameless ? told.traits.isBot : machineOf(told.traits) !== machineOf(stream[0]!)))
    return;
  const known = isServer === isNameless ? stream.map(toldOf).reduce(earlierTold) : told;
  if (isServer === isNameless && earlierTold(known, told) === known) return;
  for (const row of stream)
    Object.assign(rows.edit(row), told.traits, isServer ? null : { toldAtMs: told.atMs });
}

/** Whom the newest event of a run names is the user of all of its parts. */
function name(rows: PartRows, run: readonly AppliedSession[], event: CleanEvent): void {
  const named = namingOf(event);
  const [only] = run;
  if (run.length === 1) {
    if (named) rememberUser(only!, named);
    return;
  }
  const naming = namingOfAll(run);
  if (named) rememberUser(naming, named);
  for (const row of run) if (rememberUser({ ...row }, naming)) rememberUser(rows.edit(row), naming);
}

/** Sets part and bot flag of the event's row. */
export function settle(event: CleanEvent, session: AppliedSession): SessionizedEvent {
  event.row.part = session.part;
  if (session.isBot) event.row.flags |= EVENT_FLAGS.bot;
  return { ...event, session };
}

function countTouched(parts: readonly AppliedSession[], events: readonly CleanEvent[]): number {
  const times = events.map(({ row }) => row.tsMs);
  return touchedParts(parts, times).reduce((sum, part) => sum + part.events, 0);
}
