// Where the mouse goes: a throttled path in px of the page, packed into one event for each page and some seconds.

import type { Core } from '../core/core.ts';
import { packSteps, stepsOf } from '../core/pack-path.ts';

const REST_MS = 300;
/** A path may wait so long for company: an event for each flush would cost more than what it tells. */
const HELD_MS = 5000;

type Sample = [atMs: number, x: number, y: number];

export function captureMoves(core: Core): void {
  const { move = true } = core._settings;
  const { enabled = move, throttleMs = 80 } = move as { enabled?: boolean; throttleMs?: number };
  /** The last one is where the mouse is now: it moves on until it is far enough from the one before. */
  let path: Sample[] = [];

  if (!enabled) return;
  core._on(document, 'pointermove', ({ pointerType, target, pageX, pageY }: PointerEvent) => {
    if (pointerType === 'touch' || core._isBlocked(target as Element)) return;
    const now = Date.now();
    const isFar = now - (path[path.length - 2]?.[0] ?? 0) >= throttleMs;
    path[isFar ? path.length : path.length - 1] = [now, pageX, pageY];
    core._wake();
  });
  core._collectors.push((occasion) => {
    const [start = 0] = path[0] ?? [];
    const [atMs = 0, x = 0, y = 0] = path[path.length - 1] ?? [];
    const now = Date.now();
    if (!start) return;
    if (occasion === 'flush' && now - start < HELD_MS) return core._wake();
    // A path that ends in a rest says how long it lasted.
    if (now - atMs >= REST_MS) path.push([now, x, y]);
    const steps = packSteps(
      path.map((sample) => sample.map((value, axis) => stepsOf(value - (axis ? 0 : start), !axis))),
      [0, 0, 0],
    );
    path = [];
    core._emit({ type: 'move', steps }, false, start);
  });
}
