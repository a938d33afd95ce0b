// Packs mouse paths into a seventh of their size, and says how long the mouse rested at the end of each.

import type { Core } from '../core/core.ts';
import { packSteps, stepsOf } from '../core/pack-path.ts';

const REST_MS = 300;

export function packMoves(core: Core): void {
  const emit = core._emit;

  // The core, in which every byte counts, knows nothing of this part: paths are packed on the way.
  core._emit = (draft, isPassive, atMs = Date.now()) => {
    if (draft.type === 'move' && draft.points) {
      const samples: (readonly number[])[] = [...draft.points];
      const restedMs = Date.now() - atMs;
      const [lastMs = 0, ...place] = samples[samples.length - 1] ?? [];
      if (restedMs - lastMs >= REST_MS) samples.push([restedMs, ...place]);
      const steps = samples.map(([ms = 0, ...px]) => [stepsOf(ms, true), ...px.map((one) => stepsOf(one))]);
      draft = { type: 'move', steps: packSteps(steps, [0, 0, 0]) };
    }
    return emit(draft, isPassive, atMs);
  };
}
