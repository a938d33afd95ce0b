// Whole numbers as Base64 VLQ, as in source maps: sign in the lowest bit, five bits a character, the sixth says "more".
// Made for short differences; knows nothing of what the numbers mean.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Largest magnitude that is read or written; everything stays within 31-bit arithmetic. */
export const VLQ_MAX = 2 ** 29 - 1;

const DIGITS = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value += 1) DIGITS[ALPHABET.charCodeAt(value)] = value;

/** Text of whole numbers within ±VLQ_MAX; fractions are dropped, larger magnitudes are clamped. */
export function encodeVlq(numbers: readonly number[]): string {
  let text = '';
  for (const number of numbers) {
    const whole = Math.trunc(Math.max(-VLQ_MAX, Math.min(VLQ_MAX, number))) || 0;
    let rest = whole < 0 ? (-whole << 1) | 1 : whole << 1;
    do {
      const digit = rest & 31;
      rest >>>= 5;
      text += ALPHABET[rest > 0 ? digit | 32 : digit];
    } while (rest > 0);
  }
  return text;
}

/**
 * Numbers of a VLQ text, or null when it holds another character, ends inside a number, or a number is beyond
 * ±VLQ_MAX. Reads at most `most` numbers and leaves the rest unread.
 */
export function decodeVlq(text: string, most: number): number[] | null {
  const numbers: number[] = [];
  const length = text.length;
  let value = 0;
  let shift = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? DIGITS[code]! : -1;
    if (digit < 0 || shift > 25) return null;
    value |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    const magnitude = value >>> 1;
    numbers.push(value & 1 ? 0 - magnitude : magnitude);
    if (numbers.length >= most) return numbers;
    value = 0;
    shift = 0;
  }
  return shift === 0 ? numbers : null;
}
