// Local time of IANA zones, from the runtime's own tables. Knows nothing about reports.

import { DAY_MS } from '../contract/slots.ts';

/** A wall clock reading as if it were UTC, in ms: the one number that local arithmetic is done with. */
export type LocalMs = number;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** True for names of the IANA database (`Europe/Berlin`, `UTC`), false for raw offsets such as `+05:07`. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Wall clock in `zone` at an instant. */
export function toLocal(zone: string, ms: number): LocalMs {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const read = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wholeSecond = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return wholeSecond + (((ms % 1000) + 1000) % 1000);
}

/**
 * The first instant at which the wall clock in `zone` shows `local`. A reading that a clock change leaves out gives
 * the instant of the change.
 */
export function fromLocal(zone: string, local: LocalMs): number {
  const offsets = [-DAY_MS, DAY_MS].map((shift) => toLocal(zone, local + shift) - (local + shift));
  const candidates = offsets.map((offset) => local - offset).sort((a, b) => a - b);
  const exact = candidates.find((instant) => toLocal(zone, instant) === local);
  return exact ?? changeBetween(zone, candidates[0] as number, candidates[1] as number);
}

/** Instant between two at which the zone's offset changes, to the second. */
function changeBetween(zone: string, earlier: number, later: number): number {
  const offsetBefore = toLocal(zone, earlier) - earlier;
  let low = earlier;
  let high = later;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (middle === low) break;
    if (toLocal(zone, middle) - middle === offsetBefore) low = middle;
    else high = middle;
  }
  return high;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, formatter);
  return formatter;
}
