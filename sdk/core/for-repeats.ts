// What is made to be clicked again and again: clicks in a row are no rage there, as long as they are answered. Pure.

/** Attributes of what is made to be clicked again and again: switches, steppers, carousels, players, zoom, paging. */
const REPEATED =
  /^[^>]*(aria-(pressed|expanded|checked)|switch|prev|next|step|spin|plus|minus|incr|decr|qty|quantit|arrow|slide|carousel|zoom|rewind|forward|volume|undo|redo)/i;
/** Labels of one or two signs: + − ‹ › ▲ ▼. */
const SIGNS = /^\s*[^\s\p{L}\d]{1,2}\s*$/u;

/** True for what its tag (`<button class="next">…`) or its visible label says is made for repeated clicks. */
export function isForRepeats(html: string, label: string): boolean {
  return REPEATED.test(html) || REPEATED.test(label) || SIGNS.test(label);
}
