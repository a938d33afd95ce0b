// Instants as people write them: milliseconds, ISO 8601 with an offset, or a date and time of the zone's clock.

import { ISO_INSTANT } from '../contract/instant.ts';
import { HeatError } from '../lib/errors.ts';
import { fromLocal } from './zone.ts';

/** `isDate` tells that only a day was given. Throws `invalid` naming the parameter. */
export function readInstant(text: string, name: string, timeZone: string): { ms: number; isDate: boolean } {
  if (/^\d{1,15}$/.test(text)) return { ms: inRange(Number(text), name), isDate: false };
  const match = ISO_INSTANT.exec(text);
  if (!match) throw unreadable(name);
  const [, time, , , offset] = match;
  if (offset !== undefined) return { ms: inRange(Date.parse(text), name), isDate: false };
  const local = Date.parse(time === undefined ? `${text}T00:00Z` : `${text}Z`);
  return { ms: fromLocal(timeZone, inRange(local, name)), isDate: time === undefined };
}

/** Years that a project can have seen; also keeps zone arithmetic away from the ends of time. */
function inRange(ms: number, name: string): number {
  if (ms >= Date.UTC(2000, 0) && ms < Date.UTC(2200, 0)) return ms;
  throw unreadable(name);
}

function unreadable(name: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_range',
    message: `Cannot read "${name}": give milliseconds or ISO 8601 such as 2026-11-21 or 2026-11-21T14:00:00Z`,
  });
}
