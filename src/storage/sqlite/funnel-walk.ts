// How far one visitor or session got in a funnel. Pure; the facts come in order.

/** Something that was viewed or sent: when, the steps that it is (bit k for step k; 0 for none), in which session. */
export type FunnelFact = { tsMs: number; steps: number; session: number };
/** The deepest way through the funnel that was completed first: the time and session of each step. Empty for none. */
export type FunnelWay = { times: number[]; sessions: number[] };
export type FunnelRule = { steps: number; windowMs: number; isStrict: boolean };

const NOWHERE: FunnelWay = { times: [], sessions: [] };

/**
 * Steps are met in their order by different facts, within `windowMs` of the first. Among ways that reach a step the one
 * that began last is followed: whatever another could still reach in time, it can too; of one beginning each step
 * counts when it came first.
 */
export function walkFunnel(facts: readonly FunnelFact[], rule: FunnelRule): FunnelWay {
  const ways: (FunnelWay | null)[] = new Array(rule.steps).fill(null);
  let best = NOWHERE;
  for (const fact of facts) {
    // Downwards, so that no fact is two steps of one way.
    for (let step = rule.steps - 1; step >= 0; step -= 1) {
      if ((fact.steps & (1 << step)) === 0) {
        // Under strict order something else has come between, unless it repeats the way's own last step.
        if (rule.isStrict) ways[step] = null;
        continue;
      }
      const way = step === 0 ? NOWHERE : ways[step - 1];
      if (!way || (step > 0 && fact.tsMs - (way.times[0] ?? 0) > rule.windowMs)) continue;
      const known = ways[step];
      if (known && step > 0 && (known.times[0] ?? 0) >= (way.times[0] ?? 0)) continue;
      const further = { times: [...way.times, fact.tsMs], sessions: [...way.sessions, fact.session] };
      ways[step] = further;
      if (further.times.length > best.times.length) best = further;
    }
    if (best.times.length === rule.steps) break;
  }
  return best;
}
