// Cuts a session's events into pages, merges what repeats and finds the silences. Pure; the words are elsewhere.

import type { JourneyEvent } from '../../src/contract/api.ts';

/** Silence between two events that is drawn as a gap, ms. */
export const GAP_MS = 60_000;
/** Clicks on the same element within this time are one line, ms. */
const SAME_CLICK_MS = 2_000;

export type JourneyLine =
  /** `events` is one event, or several of a kind in a row that read as one; never empty. `cause`: the click before an error. */
  | { kind: 'event'; events: [JourneyEvent, ...JourneyEvent[]]; cause?: JourneyEvent }
  | { kind: 'gap'; atMs: number; durationMs: number };

export type JourneyGroup = {
  page: string | null;
  host: string | null;
  path: string | null;
  title: string | null;
  /** Start since the session's start, and in UTC. */
  atMs: number;
  tsMs: number;
  /** Until the next page begins or the last event of the session; null when nothing followed. */
  dwellMs: number | null;
  /** Silence before this page, when it is long enough to be drawn. */
  gapBeforeMs: number | null;
  maxDepthPct: number | null;
  clicks: number;
  /** Left again within seconds by going back. */
  isQuickBack: boolean;
  lines: JourneyLine[];
};

/** Events in time order, as the API gives them. `withMoves` keeps pointer movement, which is noise to most readers. */
export function groupJourney(events: readonly JourneyEvent[], withMoves = false): JourneyGroup[] {
  const groups: JourneyGroup[] = [];
  let group: JourneyGroup | null = null;
  let lastAtMs: number | null = null;
  const clicks = new Map<string, JourneyEvent>();
  for (const event of events) {
    const silenceMs: number = lastAtMs === null ? 0 : event.atMs - lastAtMs;
    const gapMs: number | null = silenceMs >= GAP_MS ? silenceMs : null;
    lastAtMs = Math.max(lastAtMs ?? event.atMs, event.atMs);
    if (event.type === 'move' && !withMoves && group !== null && gapMs === null) continue;
    if (group === null || opensGroup(group, event)) {
      group = startGroup(event, groups.length === 0 ? null : gapMs);
      groups.push(group);
    } else if (gapMs !== null) {
      group.lines.push({ kind: 'gap', atMs: event.atMs - gapMs, durationMs: gapMs });
    }
    if (event.type === 'click') clicks.set(event.eventId, event);
    if (event.type !== 'move' || withMoves) addEvent(group, event, causeOf(event, clicks));
  }
  measureDwell(groups, lastAtMs);
  return groups;
}

function opensGroup(group: JourneyGroup, event: JourneyEvent): boolean {
  if (event.page !== null && event.page !== group.page) return true;
  return event.type === 'pageview' && group.lines.length > 0;
}

function startGroup(event: JourneyEvent, gapBeforeMs: number | null): JourneyGroup {
  const { page, host, path, title, atMs, tsMs } = event;
  return {
    page,
    host,
    path,
    title,
    atMs,
    tsMs,
    gapBeforeMs,
    dwellMs: null,
    maxDepthPct: null,
    clicks: 0,
    isQuickBack: false,
    lines: [],
  };
}

/** The click that a script error names as the one before it. */
function causeOf(
  { type, fields }: JourneyEvent,
  clicks: ReadonlyMap<string, JourneyEvent>,
): JourneyEvent | null {
  return type === 'error' && typeof fields.after === 'string' ? (clicks.get(fields.after) ?? null) : null;
}

function addEvent(group: JourneyGroup, event: JourneyEvent, cause: JourneyEvent | null): void {
  if (event.type === 'click') group.clicks += 1;
  if (event.type === 'leave' && event.fields.quickBack === true) group.isQuickBack = true;
  const depth = scrollDepth(event);
  if (depth !== null) group.maxDepthPct = Math.max(group.maxDepthPct ?? 0, depth);
  const last = group.lines.at(-1);
  if (last?.kind === 'event' && readsAsOne(last.events.at(-1) ?? last.events[0], event))
    last.events.push(event);
  else group.lines.push({ kind: 'event', events: [event], ...(cause && { cause }) });
}

function readsAsOne(before: JourneyEvent, event: JourneyEvent): boolean {
  if (before.type !== event.type) return false;
  switch (event.type) {
    case 'scroll':
    case 'move':
    case 'keyboard':
      return true;
    case 'click':
      return (
        event.element !== null &&
        event.element === before.element &&
        event.tsMs - before.tsMs <= SAME_CLICK_MS
      );
    default:
      return false;
  }
}

/** Deepest share of the page seen by a scroll event, 0…100, or null. */
export function scrollDepth(event: JourneyEvent): number | null {
  if (event.type !== 'scroll') return null;
  const depths = [event.fields.scrollDepthPct, event.fields.maxDepthPct].filter(
    (depth) => typeof depth === 'number',
  );
  return depths.length === 0 ? null : Math.min(100, Math.max(0, ...depths));
}

/** The line that is the latest at a moment of the session, by its first event's id; null before the first. */
export function lineAt(groups: readonly JourneyGroup[], atMs: number): string | null {
  let found: string | null = null;
  for (const { lines } of groups)
    for (const line of lines) {
      if (line.kind !== 'event') continue;
      if (line.events[0].atMs > atMs) return found;
      found = line.events[0].eventId;
    }
  return found;
}

function measureDwell(groups: JourneyGroup[], lastAtMs: number | null): void {
  groups.forEach((group, index) => {
    const until = groups[index + 1]?.atMs ?? lastAtMs ?? group.atMs;
    group.dwellMs = until > group.atMs ? until - group.atMs : null;
  });
}
