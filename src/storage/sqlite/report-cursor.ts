// Opaque cursors of lists: a few integers and texts as base64url. Not secret and not signed: a forged one only
// moves the reader inside what he may read anyway.

import { HeatError } from '../../lib/errors.ts';

/** `parts` as one URL-safe word. */
export function writeCursor(parts: readonly (number | string)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads what writeCursor() made, whose parts had the types in `shape`. Throws `invalid` for anything else. */
export function readCursor(cursor: string, shape: readonly ('number' | 'string')[]): (number | string)[] {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  const fits =
    Array.isArray(parts) &&
    parts.length === shape.length &&
    parts.every(
      (part, index) =>
        typeof part === shape[index] && (typeof part !== 'number' || Number.isSafeInteger(part)),
    );
  if (fits) return parts;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_cursor',
    message: 'Cannot read the cursor: it is not one that this list gave',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
