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

/** A run of percent-encoded bytes that are no ASCII. */
const CODED = /(?:%[89a-f][0-9a-f])+/gi;
/**
 * Letters, marks, digits, punctuation and symbols of any script, what joins them and chooses the form of a sign; nothing
 * that hides or turns text, nor letters that are blank.
 */
const READABLE =
  /^(?:\u200c|\u200d|\ufe0e|\ufe0f|(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}\p{P}\p{S}])$/u;

/**
 * `/caf%C3%A9/%D1%87%D0%B0%D0%B9` → `/café/чай`: a path or an address as its readers wrote it, to be shown and never to be
 * asked for. Characters of ASCII stay coded, as they may mean something else bare; so does what is no letter or no UTF-8.
 */
export function readablePath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(CODED, (coded) => {
    try {
      const plain = [...decodeURIComponent(coded)];
      return plain.map((one) => (READABLE.test(one) ? one : encodeURIComponent(one))).join('');
    } catch {
      return coded;
    }
  });
}
