// Base64 VLQ, as in source maps: small signed numbers in few characters.

/** Packs 32-bit integers; a digit holds five bits, its highest bit says that another digit follows. */
export function encodeVlq(numbers: readonly number[]): string {
  let text = '';
  for (const number of numbers) {
    let rest = number < 0 ? (-number << 1) | 1 : number << 1;
    do {
      const digit = rest & 31;
      rest >>>= 5;
      // The first character that btoa makes of a byte stands for its upper six bits: no need to bring the alphabet.
      text += btoa(String.fromCharCode((rest ? digit | 32 : digit) << 2))[0];
    } while (rest);
  }
  return text;
}
