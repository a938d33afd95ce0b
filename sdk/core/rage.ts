// Which clicks show anger. Pure.

/** One click: when, where in px of the viewport, and on what. */
export type Tap = readonly [atMs: number, x: number, y: number, on?: unknown];

const RAGE_MS = 1000;
const RAGE_PX = 30;
const RAGE_CLICKS = 3;

/** Clicks that belong together with this one, itself included: on the same, near it and at most a second before. */
export function countTaps(earlier: readonly Tap[], last: Tap): number {
  return (
    earlier.filter(
      (tap) =>
        tap[3] === last[3] &&
        last[0] - tap[0] <= RAGE_MS &&
        Math.hypot(tap[1] - last[1], tap[2] - last[2]) <= RAGE_PX,
    ).length + 1
  );
}

/** True for the third and later click of a burst, unless words are being selected by double clicks. */
export function isRage(count: number, isSelection: unknown): boolean {
  return count >= RAGE_CLICKS && !isSelection;
}
