// Paths where room is short: the end tells pages apart, so what is cut is the middle. Pure.

/** Characters that always show, unless the path is shorter. */
const TAIL = 12;
/** Paths up to this length are not divided. */
const SHORT = 16;

/** `/shop/shoes/running/item/42` → `['/shop/shoes/running', '/item/42']`: the first part may be cut, the second never is. */
export function splitPath(path: string): [head: string, tail: string] {
  if (path.length <= SHORT) return [path, ''];
  const slash = path.indexOf('/', path.length - TAIL);
  // No cut inside of a character that takes two units.
  const at = slash > 0 && slash < path.length - 4 ? slash : safeCut(path, path.length - TAIL);
  return [path.slice(0, at), path.slice(at)];
}

function safeCut(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}
