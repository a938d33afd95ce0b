// Which clicks show anger. Pure.

/** One click: when, where in px of the viewport, and on what. An event is one, asked when nobody waits for it. */
export type Tap = readonly [when: Pick<MouseEvent, 'timeStamp' | 'clientX' | 'clientY'>, on: unknown];

const RAGE_MS = 1000;
const RAGE_PX = 30;
const RAGE_CLICKS = 3;

/** True for two places that a hand does not tell apart; false for what has none. */
export const isNear = (one: Tap[0], other: Tap[0]): boolean =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) <= RAGE_PX;

/** Clicks, newest first, that belong together with the newest: on the same, near it and at most a second before. */
export function countTaps(taps: readonly Tap[]): number {
  const [[last, on]] = taps as [Tap];
  return taps.filter(
    ([one, where]) => where === on && last.timeStamp - one.timeStamp <= RAGE_MS && isNear(one, last),
  ).length;
}

/** True for the third and later click of a burst; where words are selected by clicks, for the fourth: three select a paragraph. */
export function isRage(count: number, isSelection: unknown): boolean {
  return count >= (isSelection ? RAGE_CLICKS + 1 : RAGE_CLICKS);
}
