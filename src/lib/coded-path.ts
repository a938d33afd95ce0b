// Paths as they are stored: browsers write what is not ASCII in percent-encoded UTF-8; people write and read letters.

/** `/café` → `/caf%C3%A9`. ASCII stays as it is, so a pattern stays one and a coded path the same. */
export function codedPath(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (letters) => encodeURIComponent(letters.toWellFormed()));
}
