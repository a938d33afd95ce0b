// Where the mouse goes: a throttled path in px of the page, packed into one event for each page and some seconds.

import type { Core } from '../core/core.ts';
import { packSteps, stepsOf } from '../core/pack-path.ts';

const REST_MS = 300;
/** A path may wait so long for company: an event for each flush would cost more than what it tells. */
const HELD_MS = 5000;

/** When and where, and over what: whether it may be told is asked when it is packed, not while the mouse moves. */
type Sample = [atMs: number, x: number, y: number, over: EventTarget | null];

export function captureMoves(core: Core): void {
  const { move = true } = core._settings;
  const { enabled = move, throttleMs = 80 } = move as { enabled?: boolean; throttleMs?: number };
  /** The last one is where the mouse is now: it moves on until it is far enough from the one before. */
  let path: Sample[] = [];

  if (!enabled) return;
  core._on(document, 'pointermove', ({ pointerType, target, pageX, pageY }: PointerEvent) => {
    if (pointerType === 'touch') return;
    const now = Date.now();
    const isFar = now - (path[path.length - 2]?.[0] ?? 0) >= throttleMs;
    path[isFar ? path.length : path.length - 1] = [now, pageX, pageY, target];
    core._wake();
  });
  core._collectors.push((occasion) => {
    const [first] = path;
    const now = Date.now();
    if (!first) return;
    if (occasion === 'flush' && now - first[0] < HELD_MS) return core._wake();
    const told = path.filter(([, , , over]) => !core._isBlocked(over as Element));
    path = [];
    const [start = 0] = told[0] ?? [];
    const [atMs = now, ...place] = told[told.length - 1] ?? [];
    // A path that ends in a rest says how long it lasted.
    if (now - atMs >= REST_MS) told.push([now, ...place] as Sample);
    const steps = told.map(([at, x, y]) => [stepsOf(at - start, true), stepsOf(x), stepsOf(y)]);
    if (start) core._emit({ type: 'move', steps: packSteps(steps, [0, 0, 0]) }, false, start);
  });
}
