// Which clicks show anger. Pure.

import type { Aftermath } from './dead.ts';

/** One click: when, and where in px of the viewport. */
export type Tap = readonly [atMs: number, x: number, y: number];

const RAGE_MS = 1000;
const RAGE_PX = 30;
const RAGE_CLICKS = 3;
/** Names and labels of what is made to be clicked again and again: steppers, carousels, players, zoom, paging. */
const REPEATED =
  /prev|next|step|spin|plus|minus|incr|decr|qty|quantit|arrow|slide|carousel|zoom|rewind|forward|volume|undo|redo/i;
/** Labels of one or two signs: + − ‹ › ▲ ▼. */
const SIGNS = /^\W{1,2}$/;

/** Clicks that belong together with this one, itself included: near it and at most a second before. */
export function countTaps(earlier: readonly Tap[], [atMs, x, y]: Tap): number {
  return earlier.reduce(
    (count, tap) =>
      atMs - tap[0] <= RAGE_MS && Math.hypot(tap[1] - x, tap[2] - y) <= RAGE_PX ? count + 1 : count,
    1,
  );
}

/** True for what its names (id, classes, aria-label, title) or its visible label say is made for repeated clicks. */
export function isForRepeats(names: string, label: string): boolean {
  return REPEATED.test(names) || SIGNS.test(label.trim());
}

/**
 * True for the third and later click of a burst. Not where the browser answers, not while words are selected by double
 * clicks, and on what is made for repeated clicks only when it does not answer.
 */
export function isRage(
  count: number,
  { _isInviting, _isNative, _isForRepeats, _isSelecting, _signs }: Aftermath,
): boolean {
  return count >= RAGE_CLICKS && !_isNative && (_isInviting || !_isSelecting) && !(_isForRepeats && _signs);
}
