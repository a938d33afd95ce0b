// Instants as the dashboard writes them: relative within a day, absolute after, always in a named zone. Pure.

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** `just now`, `40 s ago`, `12 min ago`, `5 h ago` within a day; else `21 Nov, 14:05`, with the year when it is not this one. */
export function formatInstant(instantMs: number, timeZone: string, nowMs: number): string {
  const ageMs = nowMs - instantMs;
  if (ageMs < -60_000 || ageMs >= 86_400_000) return formatMoment(instantMs, timeZone, nowMs);
  return formatAge(ageMs);
}

/** `just now`, `40 s ago`, `12 min ago`, `5 h ago`, `3 d ago`. */
export function formatAge(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `21 Nov, 14:05`; `21 Nov 2024, 14:05` in another year than now. */
export function formatMoment(instantMs: number, timeZone: string, nowMs: number): string {
  return `${formatDate(instantMs, timeZone, nowMs)}, ${formatClock(instantMs, timeZone)}`;
}

/** `21 Nov`, or `21 Nov 2024` in another year than now. */
export function formatDate(instantMs: number, timeZone: string, nowMs: number): string {
  const withYear = yearOf(instantMs, timeZone) !== yearOf(nowMs, timeZone);
  return format(instantMs, timeZone, {
    day: 'numeric',
    month: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
  });
}

/** `14:05`. */
function formatClock(instantMs: number, timeZone: string): string {
  return format(instantMs, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `Saturday, 21 November 2026 at 14:05:09 CET`: for titles, with the zone's name. */
export function formatFull(instantMs: number, timeZone: string): string {
  return format(instantMs, timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
}

/** `Europe/Berlin` as `Berlin`, `UTC` as `UTC`: the short word beside times. */
export function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** `1 – 7 Nov`, `28 Oct – 3 Nov`, with hours for spans under two days. `toMs` is exclusive. */
export function formatRange(
  range: { fromMs: number; toMs: number },
  timeZone: string,
  nowMs: number,
): string {
  const lastMs = Math.max(range.fromMs, range.toMs - 1);
  const first = formatDate(range.fromMs, timeZone, nowMs);
  const last = formatDate(lastMs, timeZone, nowMs);
  if (range.toMs - range.fromMs > 2 * 86_400_000) return first === last ? first : `${first} – ${last}`;
  const from = formatClock(range.fromMs, timeZone);
  const to = formatClock(range.toMs, timeZone);
  if (from === '00:00' && to === '00:00') return first === last ? first : `${first} – ${last}`;
  return first === last ? `${first}, ${from} – ${to}` : `${first}, ${from} – ${last}, ${to}`;
}

function yearOf(instantMs: number, timeZone: string): string {
  return format(instantMs, timeZone, { year: 'numeric' });
}

function format(instantMs: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let known = FORMATS.get(key);
  if (!known) {
    known = createFormat(timeZone, options);
    FORMATS.set(key, known);
  }
  return known.format(instantMs);
}

/** An unknown zone (an old browser, a typed address) falls back to UTC instead of failing the page. */
function createFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}
