// How much a text weighs on the network.

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): number {
  return new Blob([text]).size;
}
