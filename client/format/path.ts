// Paths where room is short: the end tells pages apart, so what is cut is the middle. Pure.

/** Characters of the end that always show, unless the path is shorter. */
const TAIL = 12;
/** Paths up to this length are not divided. */
const SHORT = 16;

/** `/shop/shoes/running/item/42` → `/shop/sho…/item/42`: as much of it as `fits`, at least the end. Short ones stay whole. */
export function fitPath(path: string, fits: (text: string) => boolean): string {
  const [head, tail] = splitPath(path);
  if (tail === '' || fits(path)) return path;
  let [most, tooMany] = [0, head.length + 1];
  while (most + 1 < tooMany) {
    const middle = (most + tooMany) >> 1;
    if (fits(`${head.slice(0, middle)}…${tail}`)) most = middle;
    else tooMany = middle;
  }
  return `${head.slice(0, safeEnd(head, most))}…${tail}`;
}

/** `/shop/shoes/running/item/42` → `['/shop/shoes/running', '/item/42']`: the first part may be cut, the second never is. */
export function splitPath(path: string): [head: string, tail: string] {
  if (path.length <= SHORT) return [path, ''];
  const from = path.length - TAIL;
  const word = path.slice(from, -4).search(/[/_-]/);
  const slash = path.indexOf('/', from);
  const at = slash > 0 && slash < path.length - 4 ? slash : word >= 0 ? from + word : safeCut(path, from);
  return [path.slice(0, at), path.slice(at)];
}

/** No cut inside of a character that takes two units. */
function safeCut(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}

function safeEnd(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;
}
