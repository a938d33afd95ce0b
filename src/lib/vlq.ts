// Writes whole numbers as Base64 VLQ, as in source maps: sign in the lowest bit, five bits a character, the sixth says
// "more". Made for short differences; contract/vlq.ts reads them.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Largest magnitude that is written; everything stays within 31-bit arithmetic. */
export const VLQ_MAX = 2 ** 29 - 1;

/** Characters that the largest magnitude takes. */
const MOST_DIGITS = 6;
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

/** Text of whole numbers within ±VLQ_MAX; fractions are dropped, larger magnitudes are clamped. */
export function encodeVlq(numbers: readonly number[] | Int32Array): string {
  // Bytes first, one text in the end: a text that grows by characters costs three times as much.
  const bytes = Buffer.allocUnsafe(numbers.length * MOST_DIGITS);
  let length = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const whole = Math.trunc(Math.max(-VLQ_MAX, Math.min(VLQ_MAX, numbers[at]!))) || 0;
    let rest = whole < 0 ? (-whole << 1) | 1 : whole << 1;
    do {
      const digit = rest & 31;
      rest >>>= 5;
      bytes[length] = CODES[rest > 0 ? digit | 32 : digit]!;
      length += 1;
    } while (rest > 0);
  }
  return bytes.toString('latin1', 0, length);
}
