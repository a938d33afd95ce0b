// Which part an event is of, from the spans of the stored parts alone.

import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession } from '../storage/port-apply.ts';
import { isOfPeople, machineOf, machineOfPart, machineOfServers, NAMELESS } from './session-machine.ts';
import { distance, runsOf } from './session-runs.ts';

export type Place = {
  /** The parts that become one with the event; none when it opens a part. */
  into: readonly AppliedSession[];
  /** All parts of their machine in the run, and of the whole run. */
  stream: readonly AppliedSession[];
  run: readonly AppliedSession[];
};

/**
 * Whether an event goes into the only part there is, and tells nothing of its machine that is not known: nearly all do.
 * False where it takes findPlace() to know.
 */
export function staysIn(part: AppliedSession, tsMs: number, machine: number): boolean {
  const { startedAtMs, endedAtMs, toldAtMs } = part;
  return (
    toldAtMs !== null &&
    tsMs > toldAtMs &&
    tsMs >= startedAtMs &&
    tsMs - endedAtMs <= LIMITS.sessionIdleMs &&
    Math.max(tsMs, endedAtMs) - startedAtMs <= LIMITS.sessionMaxMs &&
    machine === machineOf(part)
  );
}

/**
 * Where an event at `tsMs` goes that a browser on `machine` told, or a server (NAMELESS). Null when stored events have
 * to change their parts for it.
 */
export function findPlace(parts: readonly AppliedSession[], tsMs: number, machine: number): Place | null {
  const runs = parts.length > 1 ? runsOf(parts) : [parts];
  const near = runs.filter((run) => run.some((part) => distance(part, tsMs) <= LIMITS.sessionIdleMs));
  const run = near.flat();
  const opened = (stream: readonly AppliedSession[] = []): Place =>
    parts.length < LIMITS.sessionParts ? { into: [], stream, run } : nearestPlace(parts, tsMs);
  if (run.length === 0) return opened();

  const machines = new Set(run.map(machineOfPart));
  const servers = machineOfServers(machines);
  const own = machine === NAMELESS ? servers : machine;
  if (near.length > 1 && (machines.size > 1 || !machines.has(own))) return null;
  if (!machines.has(own)) {
    if (!isOfPeople(own)) return opened();
    if (servers !== NAMELESS) return own < servers ? null : opened();
    if (!machines.has(NAMELESS)) return opened();
    // What servers told is of the browser that tells now.
    return machines.size > 1 ? null : inStream(run, { run, tsMs, isJoined: false });
  }
  const stream = run.filter((part) => machineOfPart(part) === own);
  const place = inStream(stream, { run, tsMs, isJoined: near.length > 1 });
  return place?.into.length === 0 ? opened(stream) : place;
}

/** One part, unless the whole is longer than a day. */
function inStream(
  stream: readonly AppliedSession[],
  { run, tsMs, isJoined }: { run: readonly AppliedSession[]; tsMs: number; isJoined: boolean },
): Place | null {
  const parts = stream.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const startMs = Math.min(tsMs, parts[0]!.startedAtMs);
  const endMs = Math.max(tsMs, ...parts.map(({ endedAtMs }) => endedAtMs));
  if (endMs - startMs <= LIMITS.sessionMaxMs) return { into: stream, stream, run };
  const at = parts.findLastIndex(({ startedAtMs }) => startedAtMs <= tsMs);
  if (isJoined || at < 0) return null;
  const [known, next] = [parts[at]!, parts[at + 1]];
  if (tsMs <= known.startedAtMs + LIMITS.sessionMaxMs) return { into: [known], stream, run };
  if (next === undefined) return { into: [], stream, run };
  // It begins the next part now, which must not grow longer than a day by that.
  return next.endedAtMs - tsMs <= LIMITS.sessionMaxMs ? { into: [next], stream, run } : null;
}

/** The part that is nearest in time, where the rules would cost too much. At least one part. */
export function nearestPlace(parts: readonly AppliedSession[], tsMs: number): Place {
  const nearest = parts.reduce((a, b) => (distance(b, tsMs) < distance(a, tsMs) ? b : a));
  return { into: [nearest], stream: [nearest], run: [nearest] };
}
