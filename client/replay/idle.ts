// Stretches in which nothing happened, and a clock that can leave them out. Pure.

import { mapBack, mapThrough, type Piecewise, piecewise } from './piecewise.ts';
import type { Idle, Timeline } from './timeline.ts';

/** Shorter pauses are part of what is told; of longer ones their beginning and end stay. */
const LEAST_MS = 3_000;
const EDGE_MS = 500;
/** What a stretch that is left out still takes of the bar, as a share of all that is played. */
const BAR_SHARE = 0.015;

/** `busyMs` are the instants at which something happened, rising. */
export function findIdle(busyMs: readonly number[], durationMs: number): Idle[] {
  const idle: Idle[] = [];
  let lastMs = 0;
  for (const atMs of [...busyMs, durationMs]) {
    if (atMs - lastMs >= LEAST_MS) idle.push({ fromMs: lastMs + EDGE_MS, toMs: atMs - EDGE_MS });
    lastMs = Math.max(lastMs, atMs);
  }
  return idle;
}

/** Where the play head is after `byMs` of playing (speed is taken in), at most the end. */
export function advance(
  { durationMs, idle }: Pick<Timeline, 'durationMs' | 'idle'>,
  atMs: number,
  { byMs, isSkipping }: { byMs: number; isSkipping: boolean },
): number {
  if (!isSkipping) return Math.min(durationMs, atMs + byMs);
  const clock = scaleOf(idle, durationMs, () => 0);
  return Math.min(durationMs, mapBack(clock, mapThrough(clock, atMs) + byMs));
}

/** From a moment to its place on the bar, 0…1; with skipping, pauses take little room. */
export function barScale(
  { durationMs, idle }: Pick<Timeline, 'durationMs' | 'idle'>,
  isSkipping: boolean,
): Piecewise {
  const skipped = isSkipping ? idle : [];
  const playedMs = durationMs - skipped.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const most = playedMs * BAR_SHARE;
  const scale = scaleOf(skipped, durationMs, (lengthMs) => Math.min(lengthMs, most));
  const whole = scale.to.at(-1) || 1;
  return { from: scale.from, to: scale.to.map((value) => value / whole) };
}

/** Time without the idle stretches, each of which counts what `weigh` makes of its length. */
function scaleOf(idle: readonly Idle[], durationMs: number, weigh: (lengthMs: number) => number): Piecewise {
  const knots: [from: number, to: number][] = [[0, 0]];
  let lost = 0;
  for (const { fromMs, toMs } of idle) {
    knots.push([fromMs, fromMs - lost]);
    lost += toMs - fromMs - weigh(toMs - fromMs);
    knots.push([toMs, toMs - lost]);
  }
  return piecewise([...knots, [durationMs, durationMs - lost]]);
}
