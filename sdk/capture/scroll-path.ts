// Where the window was scrolled to, over time: a throttled path that leaves with the next scroll event. How far it got
// is not its concern.

import type { Core } from '../core/core.ts';
import { packSteps, stepsOf } from '../core/pack-path.ts';

/** Time between two samples, ms: what is between them is drawn as a glide. */
const THROTTLE_MS = 160;

export function captureScrollPath(core: Core): void {
  /** The last one is where the window is now: it moves on until it is far enough from the one before. */
  let path: [atMs: number, y: number][] = [];
  const emit = core._emit;

  const note = () => {
    const now = Date.now();
    const isFar = now - (path[path.length - 2]?.[0] ?? 0) >= THROTTLE_MS;
    path[isFar ? path.length : path.length - 1] = [now, scrollY];
  };
  // When the frame is drawn, asking for the place makes the browser lay out nothing.
  core._on(document, 'scroll', ({ target }: Event) => target === document && setTimeout(note));
  // The core, in which every byte counts, knows nothing of this part: the path is added on the way.
  core._emit = (draft, ...rest) => {
    if (draft.type === 'scroll' && path[0]) {
      const now = Date.now();
      const samples = path.map(([atMs, y]) => [stepsOf(atMs - now, true), stepsOf(y)]);
      draft = { ...draft, steps: packSteps(samples, [0, 0]) };
      path = [];
    }
    return emit(draft, ...rest);
  };
}
