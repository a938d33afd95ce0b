// Paths as they are stored: browsers write what is not ASCII in percent-encoded UTF-8; people write and read letters.

/** `/café` → `/caf%C3%A9`. ASCII stays as it is, so a pattern stays one and a coded path the same. */
export function codedPath(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (letters) => encodeURIComponent(letters.toWellFormed()));
}

const BYTE = /%[0-9a-f]{2}/gi;

/** Whether its letters can be coded in another way, as browsers keep the lower case of addresses that are coded already. */
export function hasCodedLetters(path: string): boolean {
  return /%(?:[0-9][a-f]|[a-f][0-9a-f])/i.test(path);
}

/** The one of those ways that browsers code in: `%c3%a9` → `%C3%A9`. */
export function upperCoded(path: string): string {
  return path.includes('%') ? path.replace(BYTE, (byte) => byte.toUpperCase()) : path;
}
