// Stable hashes for ids that are stored. xxHash64 is specified independently of Bun, so stored ids survive upgrades.

/** 52-bit hash of a text: fits a JavaScript number and an SQLite integer. Never 0, which stands for "none". */
export function hash52(text: string): number {
  const wide = Bun.hash.xxHash64(text) as bigint;
  return Number(wide & 0xfffffffffffffn) || 1;
}

/** SHA-256 of a text as 64 hex characters. */
export function sha256Hex(text: string): string {
  return new Bun.CryptoHasher('sha256').update(text).digest('hex');
}
