// Which clicks show anger. Pure.

/** One click: when, where in px of the viewport, and on what. An event is one, asked when nobody waits for it. */
export type Tap = readonly [when: Pick<MouseEvent, 'timeStamp' | 'clientX' | 'clientY'>, on: unknown];

const RAGE_MS = 1000;
const RAGE_PX = 30;
const RAGE_CLICKS = 3;

/** Clicks, newest first, that belong together with the newest: on the same, near it and at most a second before. */
export function countTaps(taps: readonly [Tap, ...Tap[]]): number {
  const [[last, on]] = taps;
  return taps.filter(
    ([one, where]) =>
      where === on &&
      last.timeStamp - one.timeStamp <= RAGE_MS &&
      Math.hypot(one.clientX - last.clientX, one.clientY - last.clientY) <= RAGE_PX,
  ).length;
}

/** True for the third and later click of a burst, unless words are being selected by double clicks. */
export function isRage(count: number, isSelection: unknown): boolean {
  return count >= RAGE_CLICKS && !isSelection;
}
