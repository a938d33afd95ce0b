// Where the mouse goes: a throttled path in page px, packed into one event per flush and page.

import type { Core } from '../core/core.ts';
import { packPath } from '../core/pack-path.ts';

const REST_MS = 300;

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
    path[isFar ? path.length : path.length - 1] = [now, Math.round(pageX), Math.round(pageY)];
    core._wake();
  });
  core._collectors.push(() => {
    const [atMs = 0, x = 0, y = 0] = path[path.length - 1] ?? [];
    const now = Date.now();
    // A path that ends in a rest says how long it lasted.
    if (atMs && now - atMs >= REST_MS) path.push([now, x, y]);
    const [start] = path[0] ?? [];
    const text = start && packPath(path, [start, 0, 0]);
    path = [];
    if (text) core._emit({ type: 'move', path: text }, false, start);
  });
}
