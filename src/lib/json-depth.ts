// Nesting of JSON text, measured over its bytes before anything parses it: deep input is cheap to parse and stalls
// whatever walks the result later. Does not check that the text is JSON.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Whether UTF-8 JSON text nests deeper than `maxDepth` arrays and objects. Brackets inside strings do not count.
 * Stops at the first bracket that is too deep.
 */
export function isDeeperThan(json: Uint8Array, maxDepth: number): boolean {
  const length = json.length;
  let depth = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      at = endOfString(json, at + 1);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
    }
  }
  return false;
}

/** Place of the quote that ends the string whose contents start at `from`, or the end of the text. */
function endOfString(json: Uint8Array, from: number): number {
  const length = json.length;
  let at = from;
  while (at < length) {
    const byte = json[at]!;
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return length;
}
