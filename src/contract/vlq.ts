// Reads whole numbers from Base64 VLQ, as in source maps: sign in the lowest bit, five bits a character, the sixth says
// "more". Server and dashboard read packed paths with it; knows nothing of what the numbers mean.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const DIGITS = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value += 1) DIGITS[ALPHABET.charCodeAt(value)] = value;

/**
 * Reads a VLQ text into `target`, as many numbers as fit, and leaves the rest unread. Gives how many there were, or -1
 * when the text holds another character, ends inside a number, or a number is too large to be read.
 */
export function decodeVlqInto(text: string, target: Int32Array): number {
  const { length } = text;
  let count = 0;
  let value = 0;
  let shift = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? DIGITS[code]! : -1;
    if (digit < 0 || shift > 25) return -1;
    value |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    const magnitude = value >>> 1;
    target[count] = value & 1 ? 0 - magnitude : magnitude;
    count += 1;
    if (count >= target.length) return count;
    value = 0;
    shift = 0;
  }
  return shift === 0 ? count : -1;
}

/** The same as a list of at most `most` numbers; null when the text is none. */
export function decodeVlq(text: string, most: number): number[] | null {
  const target = new Int32Array(Math.min(most, text.length));
  const count = decodeVlqInto(text, target);
  return count < 0 ? null : Array.from(target.subarray(0, count));
}
