// Client times: milliseconds, seconds or ISO 8601, told apart by value. Nothing is corrected here; that is apply's work.

import type { Finding } from './finding.ts';
import { refuse } from './finding.ts';

/** Numbers below this are seconds: as ms they would lie before 1973, as seconds they reach the year 5138. */
const SECONDS_BELOW = 1e11;
/** Largest instant that a Date can hold, ms. */
export const LAST_MS = 8.64e15;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** UTC ms of a client time, or null when it is none. A date-time without a zone is UTC. */
export function timeMs(value: unknown): number | null {
  if (typeof value === 'number') {
    const ms = Math.round(value < SECONDS_BELOW ? value * 1000 : value);
    return ms > 0 && ms <= LAST_MS ? ms : null;
  }
  if (typeof value !== 'string' || value.length > 40) return null;
  const match = ISO.exec(value);
  if (!match) return null;
  const hasTime = value.length > 10;
  const parsed = Date.parse(hasTime && match[1] === undefined ? `${value}Z` : value);
  return Number.isFinite(parsed) && parsed > 0 ? parsed : null;
}

/** The same for an event's field; notes `bad_time`. */
export function readTime(value: unknown, name: string, finding: Finding): number | undefined {
  const ms = timeMs(value);
  return ms ?? refuse(finding, 'bad_time', `Field "${name}" must be a time in ms, s or ISO 8601 after 1970`);
}
