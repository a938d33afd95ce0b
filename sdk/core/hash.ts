// Short hashes of page text and stacks: enough to compare, not enough to read.

/** FNV-1a over UTF-16 units, unsigned 32 bits. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Hash of a text's first 120 characters in lower case and with single spaces; undefined when there are none. */
export function textHash(text: string): number | undefined {
  const plain = text.slice(0, 500).replace(/\s+/g, ' ').trim().toLowerCase().slice(0, 120);
  return plain ? fnv1a(plain) : undefined;
}
