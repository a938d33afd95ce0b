// The parts of a session from all of its events: cut at idle gaps, by machine, and a day after a part's first event.
// For the rare case in which what is stored has to be cut anew; sessionize.ts does all else without reading an event.

import { compareEvents } from '../contract/event-order.ts';
import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession, EventRow } from '../storage/port-apply.ts';
import type { MovedEvent } from '../storage/port-sessions.ts';
import type { CleanEvent } from './clean.ts';
import { recomputeSession } from './session-counters.ts';
import {
  type Describe,
  earlierTold,
  isServers,
  machineOf,
  machineOfPart,
  machineOfServers,
  NAMELESS,
  rememberBatch,
  type Told,
  toldOf,
} from './session-machine.ts';
import { type Naming, namingOf, namingOfAll, rememberUser } from './session-naming.ts';
import { runsOf, touchedParts } from './session-runs.ts';
import { type Sessionized, settle } from './sessionize.ts';

/** A stored event, or a new one with what came with it; `machine` is null for those of servers. */
type Item = {
  row: EventRow;
  fresh: CleanEvent | null;
  machine: number | null;
  startedAtMs: number;
  endedAtMs: number;
};
type Part = { machine: number; items: Item[]; told: Told; naming: Naming };

/**
 * The same as sessionize(), of any events: `stored` are all stored events of touchedParts(). Parts keep their numbers
 * as far as they can.
 */
export function cutParts(
  parts: readonly AppliedSession[],
  events: readonly CleanEvent[],
  { describe, stored }: { describe: Describe; stored: readonly EventRow[] },
): Sessionized {
  const described = rememberBatch(describe);
  const touched = touchedParts(
    parts,
    events.map(({ row }) => row.tsMs),
  );
  const numbers = new Set(touched.map(({ part }) => part));
  const rows = new Map(touched.map((row) => [row.part, row]));
  const items = [
    ...stored.map((row) => itemOf(row, null, machineOfPart(rows.get(row.part)!))),
    ...events.map((event) => itemOf(event.row, event, machineOf(described(event)))),
  ].sort((a, b) => compareEvents(a.row, b.row));
  const cut = runsOf(items).flatMap((run) => partsOfRun(run, rows, described));
  const rest = parts.filter(({ part }) => !numbers.has(part));
  const numbered = numberParts(cut, rest);
  const changed = [...numbered].map(([part, one]) => rowOf(part, one, rows));
  return {
    events: [...numbered.values()].flatMap(({ items: own }, index) =>
      own.flatMap(({ fresh }) => (fresh === null ? [] : settle(fresh, changed[index] as AppliedSession))),
    ),
    changed,
    parts: [...rest, ...changed].sort((a, b) => a.part - b.part),
    merged: [],
    moved: [...numbered].flatMap(([part, { items: own }]) => movesTo(part, own)),
    gone: [...numbers].filter((part) => !numbered.has(part)),
  };
}

function itemOf(row: EventRow, fresh: CleanEvent | null, machine: number): Item {
  const { tsMs } = row;
  return { row, fresh, machine: isServers(row) ? null : machine, startedAtMs: tsMs, endedAtMs: tsMs };
}

/** Items of a run, which are in order, by machine and day. */
function partsOfRun(
  run: readonly Item[],
  rows: ReadonlyMap<number, AppliedSession>,
  describe: Describe,
): Part[] {
  const known = [...new Set(run.flatMap(({ row, fresh }) => (fresh === null ? [row.part] : [])))].map(
    (part) => rows.get(part)!,
  );
  const naming = namingOfAll(known);
  const streams = new Map<number, Item[]>();
  const servers = machineOfServers(run.flatMap(({ machine }) => machine ?? []));
  for (const item of run) {
    const named = item.fresh && namingOf(item.fresh);
    if (named) rememberUser(naming, named);
    const machine = item.machine ?? servers;
    const stream = streams.get(machine);
    if (stream) stream.push(item);
    else streams.set(machine, [item]);
  }
  return [...streams].flatMap(([machine, stream]) => {
    const told = toldOfStream(machine, stream, { known, describe });
    return byDay(stream).map((items) => ({ machine, items, told, naming }));
  });
}

function toldOfStream(
  machine: number,
  stream: readonly Item[],
  { known, describe }: { known: readonly AppliedSession[]; describe: Describe },
): Told {
  const told = known.filter((row) => machineOfPart(row) === machine).map(toldOf);
  for (const { fresh, row, machine: own } of stream)
    if (fresh !== null && (own ?? NAMELESS) === machine)
      told.push({ atMs: row.tsMs, traits: describe(fresh) });
  return told.reduce(earlierTold);
}

function byDay(stream: readonly Item[]): Item[][] {
  const days: Item[][] = [];
  let startedAtMs = Number.NEGATIVE_INFINITY;
  for (const item of stream) {
    if (item.row.tsMs - startedAtMs > LIMITS.sessionMaxMs) {
      startedAtMs = item.row.tsMs;
      days.push([]);
    }
    days.at(-1)!.push(item);
  }
  return days;
}

/** Each part takes the number of its first stored event that is still free; others the next ones. */
function numberParts(cut: readonly Part[], rest: readonly AppliedSession[]): Map<number, Part> {
  const numbered = new Map<number, Part>();
  const without: Part[] = [];
  for (const part of cut) {
    const kept = part.items.find(({ row, fresh }) => fresh === null && !numbered.has(row.part));
    if (kept) numbered.set(kept.row.part, part);
    else without.push(part);
  }
  const stored = cut.flatMap(({ items }) =>
    items.flatMap(({ row, fresh }) => (fresh === null ? row.part : [])),
  );
  let next = [...rest.map(({ part }) => part), ...stored].reduce((free, part) => Math.max(free, part + 1), 0);
  for (const part of without) numbered.set(next++, part);
  return numbered;
}

function rowOf(
  part: number,
  { machine, items, told, naming }: Part,
  rows: ReadonlyMap<number, AppliedSession>,
): AppliedSession {
  const { row, fresh } = items[0] as Item;
  return {
    projectNo: row.projectNo,
    session: row.session,
    part,
    clientId: fresh?.clientId ?? rows.get(row.part)!.clientId,
    ...recomputeSession(items.map((item) => item.row))!,
    ...told.traits,
    ...naming,
    toldAtMs: machine === NAMELESS ? null : told.atMs,
  };
}

function movesTo(to: number, items: readonly Item[]): MovedEvent[] {
  return items.flatMap(({ row, fresh }) => {
    if (fresh !== null || row.part === to) return [];
    const { projectNo, session, eventId, type, page, tsMs } = row;
    return [{ projectNo, session, eventId, type, page, tsMs, from: row.part, to }];
  });
}
