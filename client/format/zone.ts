// Calendar days in a time zone and back: what the date fields of a range need. Pure.

const PARTS = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-21`: the calendar day of an instant in a zone. An unknown zone counts as UTC. */
export function zonedDay(instantMs: number, timeZone: string): string {
  return new Date(instantMs + offsetMs(instantMs, timeZone)).toISOString().slice(0, 10);
}

/** The instant at which a calendar day (`2026-11-21`) begins in a zone; NaN when the text is no day. */
export function zonedDayStart(day: string, timeZone: string): number {
  return fromWall(Date.parse(`${day}T00:00:00Z`), timeZone);
}

/** The instant at which a zone's clocks show `2026-11-21T14:00` or `2026-11-21T14:00:30.500`; NaN for what is no time. */
export function zonedInstant(clock: string, timeZone: string): number {
  return fromWall(Date.parse(`${clock}Z`), timeZone);
}

/** The instant whose clock in the zone shows the same time of day, `days` and `months` earlier in the calendar. */
export function earlier(
  instantMs: number,
  timeZone: string,
  span: { days?: number; months?: number },
): number {
  const wall = new Date(instantMs + offsetMs(instantMs, timeZone));
  const day = wall.getUTCDate();
  if (span.months) {
    wall.setUTCDate(1);
    wall.setUTCMonth(wall.getUTCMonth() - span.months);
    // The 31st of a shorter month is its last day.
    const lastDay = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
    wall.setUTCDate(Math.min(day, lastDay));
  }
  return fromWall(wall.getTime() - (span.days ?? 0) * 86_400_000, timeZone);
}

/** The instant at which a zone's clocks show what UTC's clocks show at `wallMs`. */
function fromWall(wallMs: number, timeZone: string): number {
  if (Number.isNaN(wallMs)) return Number.NaN;
  // The offset of the guess may be that of the other side of a clock change: two rounds settle it.
  const guess = wallMs - offsetMs(wallMs, timeZone);
  return wallMs - offsetMs(guess, timeZone);
}

/** The day `days` later (or earlier) in the calendar. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Calendar days that a range touches by the length its clocks show; a day of 23 or 25 hours is one. */
export function wallDays(range: { fromMs: number; toMs: number }, timeZone: string): number {
  const wallMs =
    range.toMs + offsetMs(range.toMs, timeZone) - range.fromMs - offsetMs(range.fromMs, timeZone);
  return Math.ceil(wallMs / 86_400_000);
}

/** What a zone's clocks show ahead of UTC at an instant, in ms. */
export function offsetMs(instantMs: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const at = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return wall - Math.floor(instantMs / 1000) * 1000;
}

/** IANA zones the browser knows, with UTC first. */
export function knownZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = PARTS.get(timeZone);
  if (known) return known;
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
  PARTS.set(timeZone, format);
  return format;
}
