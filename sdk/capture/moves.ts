// Where the mouse goes: a throttled path in px of the page, one event for each page and some seconds. Made smaller on
// its way by capture/pack-moves.ts, once that has come.

import type { Core } from '../core/core.ts';

/** A path may wait so long for company: an event for each flush would cost more than what it tells. */
const HELD_MS = 5000;

/** When and where, and over what: whether it may be told is asked when it leaves, not while the mouse moves. */
type Sample = [atMs: number, x: number, y: number, over: Element];

export function captureMoves(core: Core): void {
  const { move = true } = core._settings;
  const { enabled = move, throttleMs = 80 } = move as { enabled?: boolean; throttleMs?: number };
  /** The last one is where the mouse is now: it moves on until it is far enough from the one before. */
  let path: Sample[] = [];

  if (!enabled) return;
  core._on(document, 'pointermove', ({ pointerType, target, pageX, pageY }: PointerEvent) => {
    if (pointerType === 'touch') return;
    const now = Date.now();
    if (now - (path[path.length - 2]?.[0] as number) < throttleMs) path.pop();
    path.push([now, pageX, pageY, target as Element]);
    core._wake();
  });
  core._collectors.push((occasion) => {
    if (occasion === 'flush' && Date.now() - (path[0]?.[0] as number) < HELD_MS) return core._wake();
    path = path.filter(([, , , over]) => !core._isBlocked(over));
    const startMs = path[0]?.[0] as number;
    const points = path.map(([atMs, x, y]) => [atMs - startMs, x, y] as const);
    path = [];
    if (startMs) core._emit({ type: 'move', points }, false, startMs);
  });
}
