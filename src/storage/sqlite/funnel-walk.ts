// How far one visitor or session got in a funnel. Pure; the facts come in order.

/** Things that were viewed or sent: when, the steps that each is (bit k for step k; 0 for none), in which session. */
export type FunnelFacts = {
  tsMs: ArrayLike<number>;
  steps: ArrayLike<number>;
  session: ArrayLike<number>;
};
export type FunnelRule = { steps: number; windowMs: number; isStrict: boolean };
/** The deepest way through the funnel that was completed first, as it is left by the walk: `depth` steps of it. */
export type FunnelWay = { depth: number; times: Float64Array; sessions: Uint32Array };
/** Walks the facts from the first to the one before the last; the way is good until the next walk. */
export type FunnelWalk = (from: number, to: number) => FunnelWay;

/**
 * Steps are met in their order by different facts, within `windowMs` of the first. Among ways that reach a step the one
 * that began last is followed: whatever another could still reach in time, it can too; of one beginning each step
 * counts when it came first.
 */
export function funnelWalk({ tsMs, steps, session }: FunnelFacts, rule: FunnelRule): FunnelWalk {
  const { steps: length, windowMs, isStrict } = rule;
  // The way to step k stands in the k-th row: the times and sessions of its steps 0 to k.
  const times = new Float64Array(length * length);
  const sessions = new Uint32Array(length * length);
  const isOpen = new Uint8Array(length);
  const best: FunnelWay = { depth: 0, times: new Float64Array(length), sessions: new Uint32Array(length) };

  const extend = (step: number, at: number): void => {
    const row = step * length;
    for (let known = 0; known < step; known += 1) {
      times[row + known] = times[row - length + known] as number;
      sessions[row + known] = sessions[row - length + known] as number;
    }
    times[row + step] = tsMs[at] as number;
    sessions[row + step] = session[at] as number;
    isOpen[step] = 1;
    if (step < best.depth) return;
    best.depth = step + 1;
    for (let known = 0; known <= step; known += 1) {
      best.times[known] = times[row + known] as number;
      best.sessions[known] = sessions[row + known] as number;
    }
  };
  /** Whether the fact makes a way to the step that began later than the one that there is. */
  const isFurther = (step: number, at: number): boolean => {
    if (step === 0) return true;
    if (isOpen[step - 1] !== 1) return false;
    const beganMs = times[(step - 1) * length] as number;
    if ((tsMs[at] as number) - beganMs > windowMs) return false;
    return isOpen[step] !== 1 || (times[step * length] as number) < beganMs;
  };

  return (from, to) => {
    best.depth = 0;
    isOpen.fill(0);
    for (let at = from; at < to && best.depth < length; at += 1) {
      const own = steps[at] as number;
      if (own === 0) {
        if (isStrict) isOpen.fill(0);
        continue;
      }
      // Downwards, so that no fact is two steps of one way.
      for (let step = length - 1; step >= 0; step -= 1) {
        if ((own & (1 << step)) !== 0) {
          if (isFurther(step, at)) extend(step, at);
        } else if (isStrict) {
          // Something else has come between, unless it repeats the way's own last step.
          isOpen[step] = 0;
        }
      }
    }
    return best;
  };
}
