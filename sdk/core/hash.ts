// Short hashes of page text and stacks: enough to compare, not enough to read.

/** FNV-1a over UTF-16 units, unsigned 32 bits. */
export function fnv1a(text: string): number {
  return text
    .split('')
    .reduce((hash, unit) => Math.imul(hash ^ unit.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
}

/** Hash of a text's first 120 characters in lower case and with single spaces; undefined when there are none. */
export function textHash(text: string): number | undefined {
  const plain = text.slice(0, 500).replace(/\s+/g, ' ').trim().toLowerCase().slice(0, 120);
  return plain ? fnv1a(plain) : undefined;
}
