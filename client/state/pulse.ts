// How often an open dashboard asks whether something new has come. Pure.

/** While something happens, or somebody has just looked, in ms. */
const LIVELY_MS = 1_000;
/** When nothing came for a while, in ms. */
const QUIET_MS = 10_000;
/** What is younger than this is recent, in ms. */
const RECENT_MS = 2 * 60_000;

/** Ms until the next question. `wokenAtMs`: when the page was last opened or brought to the front. */
export function pulseMs({
  nowMs,
  wokenAtMs,
  lastEventAtMs,
}: {
  nowMs: number;
  wokenAtMs: number;
  lastEventAtMs: number | null;
}): number {
  return nowMs - Math.max(wokenAtMs, lastEventAtMs ?? 0) < RECENT_MS ? LIVELY_MS : QUIET_MS;
}
