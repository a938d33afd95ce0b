// Where the mouse goes: a throttled path in page px, packed into one event per flush and page.

import type { Core } from '../core/core.ts';
import { encodeVlq } from '../core/vlq.ts';

/** As REST_MS in src/contract/kinds.ts, which is not worth its bytes here. */
const REST_MS = 300;

export function captureMoves(core: Core, throttleMs: number): void {
  let path = '';
  let startMs = 0;
  let last = [0, 0, 0];
  /** The newest position while the throttle holds it back: where the mouse comes to rest. */
  let held: number[] | undefined;

  const take = (sample: number[]) => {
    if (!path) {
      startMs = sample[0] as number;
      last = [startMs, 0, 0];
    }
    path += encodeVlq(sample.map((value, at) => value - (last[at] as number)));
    last = sample;
    held = undefined;
  };
  core.on(document, 'pointermove', ({ pointerType, target, pageX, pageY }: PointerEvent) => {
    if (pointerType === 'touch' || core.isBlocked(target as Element)) return;
    held = [Date.now(), Math.round(pageX), Math.round(pageY)];
    if ((held[0] as number) - (last[0] as number) >= throttleMs) take(held);
    core.wake();
  });
  core.onCollect(() => {
    if (held) take(held);
    // A path that ends in a rest says how long it has lasted.
    const [atMs, x, y] = last as [number, number, number];
    if (path && Date.now() - atMs >= REST_MS) take([Date.now(), x, y]);
    if (path) core.emit({ type: 'move', path }, false, startMs);
    path = '';
  });
}
