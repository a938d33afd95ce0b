// Makes text safe to store and to show: no NUL (SQLite's functions stop at it), no lone surrogates (two different
// texts would become one), and an end.

/** The text without NUL and lone surrogates, cut to `maxChars` UTF-16 units without splitting a character. */
export function cleanText(text: string, maxChars: number): string {
  const kept = text.length > maxChars ? cutText(text, maxChars) : text;
  const whole = kept.includes('\0') ? kept.replaceAll('\0', '') : kept;
  return whole.isWellFormed() ? whole : whole.toWellFormed();
}

function cutText(text: string, maxChars: number): string {
  const last = text.charCodeAt(maxChars - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? maxChars - 1 : maxChars);
}

/** UTF-8 bytes of a well-formed text as a JSON string, quotes included. */
export function jsonTextBytes(text: string): number {
  let bytes = 2;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x5c) bytes += 2;
    else if (code < 0x20) bytes += 6;
    else if (code < 0x80) bytes += 1;
    else if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
