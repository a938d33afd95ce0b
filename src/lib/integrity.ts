// Subresource integrity: the hash by which a browser knows that a script is the one that was meant.

/** `sha384-…` of the bytes as they are before compression, for an `integrity` attribute. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha384-${new Bun.CryptoHasher('sha384').update(bytes).digest('base64')}`;
}
