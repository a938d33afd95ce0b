// Which clicks met nothing. Pure: what the clicked thing is and what happened then are arguments, anything but nothing
// means yes. What the browser answers by itself is not asked.

/**
 * True when the click was on something that is, or looks, made to be clicked, and no sign of life came: no mutation,
 * navigation, scrolling, focus, selection, input, request.
 */
export function isDead(isInviting: unknown, isAnswered: unknown): unknown {
  return isInviting && !isAnswered;
}
