// Where the mouse goes: a throttled path in page px, packed into one event per flush and page.

import type { Core } from '../core/core.ts';
import { encodeVlq } from '../core/vlq.ts';

type Sample = [atMs: number, x: number, y: number];

export function captureMoves(core: Core, throttleMs: number): void {
  let path: Sample[] = [];
  let lastMs = 0;

  core.on(document, 'pointermove', (event: PointerEvent) => {
    if (event.pointerType === 'touch' || core.isBlocked(event.target as Element)) return;
    const now = Date.now();
    // Within the throttle the newest position replaces the one before: where the mouse comes to rest is kept.
    if (now - lastMs < throttleMs && path.length > 1) path.pop();
    else lastMs = now;
    path.push([now, Math.round(event.pageX), Math.round(event.pageY)]);
    core.wake();
  });

  core.onCollect(() => {
    const [first] = path;
    if (!first) return;
    let last: Sample = [first[0], 0, 0];
    const packed = path.flatMap((sample) => {
      const step = sample.map((value, at) => value - (last[at] as number));
      last = sample;
      return step;
    });
    path = [];
    core.emit({ type: 'move', path: encodeVlq(packed) }, false, first[0]);
  });
}
