// The range that an address asks for, read as the API reads `from` and `to`. Pure.

import { ISO_INSTANT } from '../../src/contract/instant.ts';
import { addDays, zonedDayStart, zonedInstant } from '../format/zone.ts';

/**
 * UTC ms of `from` (inclusive) and `to` (exclusive); null for one that is missing or cannot be read. Each is UTC ms or
 * ISO 8601: without an offset the clock of `tz`, else of `timeZone`, the project's; `to` of a day alone counts it whole.
 */
export function readRange(
  params: URLSearchParams,
  timeZone: string,
): { fromMs: number | null; toMs: number | null } {
  const zone = params.get('tz') || timeZone;
  return {
    fromMs: readInstant(params.get('from') ?? '', zone),
    toMs: readInstant(params.get('to') ?? '', zone, { isEnd: true }),
  };
}

function readInstant(text: string, timeZone: string, { isEnd = false } = {}): number | null {
  const ms = /^-?\d+$/.test(text) ? Number(text) : readDate(text, timeZone, isEnd);
  return Number.isSafeInteger(ms) ? ms : null;
}

/** NaN for what is no date. */
function readDate(text: string, timeZone: string, isEnd: boolean): number {
  const match = ISO_INSTANT.exec(text);
  if (!match || Number.isNaN(Date.parse(text))) return Number.NaN;
  const [, time, , , offset] = match;
  if (time === undefined) return zonedDayStart(isEnd ? addDays(text, 1) : text, timeZone);
  return offset === undefined ? zonedInstant(text, timeZone) : Date.parse(text);
}
