// What an authenticator app does with the secret that heat shows: an own reading of RFC 6238, so that a test does not
// ask heat's code what heat's code should answer.

/** The six digits of a base32 secret at an instant. */
export function authenticatorCode(secret: string, nowMs: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = new DataView(new ArrayBuffer(8));
  counter.setUint32(4, Math.floor(nowMs / 30_000));
  const hasher = new Bun.CryptoHasher('sha1', new Uint8Array(bytes));
  const digest = new DataView(hasher.update(counter.buffer).digest().buffer);
  const word = digest.getUint32(digest.getUint8(19) & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, '0');
}
