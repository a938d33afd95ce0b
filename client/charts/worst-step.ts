// Which step of a funnel to look at first. Pure.

import type { FunnelStepResult } from '../../src/contract/funnels.ts';

/** Index of the step that most went no further than; null where nobody was lost. */
export function worstStep(steps: readonly Pick<FunnelStepResult, 'left'>[]): number | null {
  const most = Math.max(0, ...steps.map(({ left }) => left));
  return most > 0 ? steps.findIndex(({ left }) => left === most) : null;
}
