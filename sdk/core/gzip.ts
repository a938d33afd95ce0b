// Smaller bodies where the browser can make them.

/** Below this a body fits into one packet anyway. */
const WORTH_BYTES = 1400;

/** The body compressed, or undefined when that does not pay or cannot be done. The server knows gzip by its first bytes. */
export function gzip(body: string): Promise<Blob | undefined> | undefined {
  if (body.length < WORTH_BYTES || typeof CompressionStream !== 'function') return;
  // Without a type the request stays a simple one: no preflight.
  return new Response(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip')))
    .arrayBuffer()
    .then(
      (bytes) => new Blob([bytes]),
      () => undefined,
    );
}
