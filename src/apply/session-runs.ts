// Runs: stretches of a client session without an idle gap, whoever's events they are. A run is one part for each
// machine, and one more for each day that it lasts. Runs grow together as events arrive; they never fall apart.

import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession } from '../storage/port-apply.ts';

type Span = { startedAtMs: number; endedAtMs: number };

/** Sorts spans into runs, both in order of time. */
export function runsOf<T extends Span>(spans: readonly T[]): T[][] {
  const runs: T[][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const span of spans.toSorted((a, b) => a.startedAtMs - b.startedAtMs)) {
    const run = runs.at(-1);
    if (run !== undefined && span.startedAtMs - untilMs <= LIMITS.sessionIdleMs) run.push(span);
    else runs.push([span]);
    untilMs = Math.max(untilMs, span.endedAtMs);
  }
  return runs;
}

/** Ms between a span and a time, 0 within. */
export function distance({ startedAtMs, endedAtMs }: Span, tsMs: number): number {
  return Math.max(0, startedAtMs - tsMs, tsMs - endedAtMs);
}

/** The parts of the runs that the events at these times are of, or join. */
export function touchedParts(parts: readonly AppliedSession[], times: readonly number[]): AppliedSession[] {
  const spans = [
    ...parts,
    ...times.map((atMs) => ({ startedAtMs: atMs, endedAtMs: atMs, part: -1 as const })),
  ];
  return runsOf(spans).flatMap((run) =>
    run.some(({ part }) => part === -1) ? run.filter((span): span is AppliedSession => span.part !== -1) : [],
  );
}
