// Cuts a stream of bytes into records, each with the number of its first line: lines, or rows of CSV, in which a quoted
// cell may hold line breaks. Memory is bounded by the longest record that is allowed.

import { LIMITS } from '../../contract/limits.ts';

/** `text` is null for a record that is too long or not UTF-8, and `fault` says which. */
export type InputRecord = { line: number; text: string | null; fault: string | null };

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const TOO_LONG = `It is longer than ${LIMITS.importLineChars} bytes`;

/** Empty lines are passed over. Records come as lists, one for each piece that was read. */
export async function* splitRecords(
  pieces: AsyncIterable<Uint8Array>,
  { isQuoted }: { isQuoted: boolean },
): AsyncGenerator<InputRecord[]> {
  const cutter = createCutter(isQuoted);
  for await (const piece of pieces) {
    const records = cutter.take(piece);
    if (records.length > 0) yield records;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}

function createCutter(isQuoted: boolean) {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = new Uint8Array(0);
  let line = 1;
  let startLine = 1;
  let isInQuotes = false;
  let isSkipping = false;
  let isFirst = true;

  const recordOf = (bytes: Uint8Array): InputRecord[] => {
    const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
    const own = bytes.subarray(isFirst && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0, end);
    isFirst = false;
    if (own.length === 0) return [];
    if (own.length > LIMITS.importLineChars) return [{ line: startLine, text: null, fault: TOO_LONG }];
    try {
      return [{ line: startLine, text: utf8.decode(own), fault: null }];
    } catch {
      return [{ line: startLine, text: null, fault: 'It is not UTF-8' }];
    }
  };
  /** Where the record that begins at `from` ends, or -1; counts lines. */
  const endOf = (bytes: Uint8Array, from: number): number => {
    if (!isQuoted || isSkipping) return bytes.indexOf(NEWLINE, from);
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) isInQuotes = !isInQuotes;
      else if (byte === NEWLINE) {
        if (!isInQuotes) return at;
        line += 1;
      }
    }
    return -1;
  };

  return {
    take(piece: Uint8Array): InputRecord[] {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const records: InputRecord[] = [];
      let from = 0;
      // What was looked through before for its quotes is not looked through again.
      let at = isQuoted && !isSkipping ? rest.length : 0;
      for (;;) {
        const end = endOf(bytes, at);
        if (end < 0) break;
        if (isSkipping) isSkipping = false;
        else records.push(...recordOf(bytes.subarray(from, end)));
        line += 1;
        startLine = line;
        from = end + 1;
        at = from;
      }
      rest = bytes.slice(from);
      if (rest.length > LIMITS.importLineChars) {
        if (!isSkipping) {
          const hint = isInQuotes ? ': is a quote missing?' : '';
          records.push({ line: startLine, text: null, fault: TOO_LONG + hint });
        }
        isSkipping = true;
        isInQuotes = false;
        rest = new Uint8Array(0);
      }
      return records;
    },
    end: (): InputRecord[] => (isSkipping ? [] : recordOf(rest)),
  };
}

function startsWithMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
}
