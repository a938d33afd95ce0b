// Inflates gzip with a hard cap, so that a small bomb cannot become a large one. Only gzip, nothing else.

import { gunzipSync } from 'node:zlib';

export type Inflated = { bytes: Uint8Array } | { fault: 'too_large' | 'damaged' };

/** Whether the bytes start like a gzip file; JSON never does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The inflated bytes, at most `maxBytes` of them, else why not. */
export function gunzip(bytes: Uint8Array, maxBytes: number): Inflated {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const isTooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    return { fault: isTooLarge ? 'too_large' : 'damaged' };
  }
}
